package dev.ondes.images.api;

import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error as {@code application/problem+json}. The code is what programs go by; title and detail are for people. */
public record Problem(String type, String title, int status, String detail, String code) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String title, String code, @Nullable String detail) {
        return new Problem("about:blank", title, status, detail == null ? title : detail, code);
    }

    /** The word of a constant, such as {@code queue-full}. */
    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Response response(Map<String, String> headers) {
        var response = Response.status(status).type(MEDIA_TYPE).entity(this);
        headers.forEach(response::header);
        return response.build();
    }
}
