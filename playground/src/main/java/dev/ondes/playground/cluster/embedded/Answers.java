package dev.ondes.playground.cluster.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.mockwebserver.http.MockResponse;

/** Answers that carry Kubernetes' Status, with the reasons that clients look at. */
final class Answers {
    private Answers() {}

    static MockResponse ok(String body) {
        return json(200, body);
    }

    static MockResponse created(String body) {
        return json(201, body);
    }

    static MockResponse success() {
        return json(201, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\",\"code\":201}");
    }

    static MockResponse text(String body) {
        return new MockResponse()
                .setResponseCode(200)
                .setHeader("Content-Type", "text/plain")
                .setBody(body);
    }

    static MockResponse notFound(ResourcePath path) {
        return failure(404, "NotFound", path.plural() + " \"" + path.name() + "\" not found");
    }

    static MockResponse conflict(String message) {
        return failure(409, "Conflict", message);
    }

    static MockResponse failure(int code, String reason, String message) {
        var status = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("reason", reason)
                .put("code", code)
                .put("message", message);
        return json(code, status.toString());
    }

    private static MockResponse json(int code, String body) {
        return new MockResponse()
                .setResponseCode(code)
                .setHeader("Content-Type", "application/json")
                .setBody(body);
    }
}
