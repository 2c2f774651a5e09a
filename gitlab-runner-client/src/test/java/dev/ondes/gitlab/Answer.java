package dev.ondes.gitlab;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a server of the tests says. */
record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer of(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    static Answer json(int status, String body) {
        return of(status, "application/json", body);
    }

    /** As GitLab's API words its errors. */
    static Answer error(int status, String message) {
        return json(status, "{\"message\":\"" + message + "\"}");
    }

    static Answer html(int status) {
        return of(status, "text/html; charset=utf-8", "<!DOCTYPE html><html><body>Sorry</body></html>");
    }

    /** As Traefik and Kubernetes' default backend answer where they know no way. */
    static Answer plainText(int status) {
        return of(status, "text/plain; charset=utf-8", status + " page not found\n");
    }

    static Answer of(int status, String type, String body) {
        return new Answer(status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }
}
