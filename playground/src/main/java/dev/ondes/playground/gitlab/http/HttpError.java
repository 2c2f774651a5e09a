package dev.ondes.playground.gitlab.http;

import java.io.Serial;
import java.util.Map;

/** A refusal in GitLab's shape; a handler throws it, the caller gets it as JSON. */
public final class HttpError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Response response;

    private HttpError(Response response) {
        super("HTTP " + response.status());
        this.response = response;
    }

    /** {@code {"message": …}}, as GitLab's own checks answer. */
    public static HttpError message(int status, String message) {
        return message(status, message, Map.of());
    }

    public static HttpError message(int status, String message, Map<String, String> headers) {
        return new HttpError(
                Response.json(status, Json.object().put("message", message)).with(headers));
    }

    /** {@code {"error": …}}, as the check of parameters answers. */
    public static HttpError error(int status, String error) {
        return new HttpError(Response.json(status, Json.object().put("error", error)));
    }

    public static HttpError forbidden() {
        return message(403, "403 Forbidden");
    }

    public static HttpError notFound(String what) {
        return message(404, "404 " + what + " Not Found");
    }

    public Response response() {
        return response;
    }
}
