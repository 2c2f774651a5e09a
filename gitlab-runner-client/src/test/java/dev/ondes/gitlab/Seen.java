package dev.ondes.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A request as it reached a server of the tests. */
record Seen(String method, String path, String query, Headers headers, byte[] body) {
    static Seen of(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        return new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query == null ? "" : query,
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
    }

    String header(String name) {
        return headers.getFirst(name);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        try {
            return Json.parse(body);
        } catch (Json.NoJson e) {
            throw new AssertionError(method + " " + path + " without JSON", e);
        }
    }
}
