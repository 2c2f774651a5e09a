package dev.ondes.detector.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request; its text never shows headers, which may hold a token.
 *
 * @param path with the query, below the endpoint's prefix
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares requests.
public record Request(String method, String path, Map<String, String> headers, byte @Nullable [] body) {

    public static Request get(String path) {
        return new Request("GET", path, Map.of(), null);
    }

    public static Request put(String path) {
        return new Request("PUT", path, Map.of(), new byte[0]);
    }

    public static Request postJson(String path, byte[] json) {
        return new Request("POST", path, Map.of("Content-Type", "application/json"), json);
    }

    public Request with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Request(method, path, all, body);
    }

    /** Head and body in one piece: one packet. */
    byte[] bytes(Endpoint endpoint) {
        var head = new StringBuilder(256);
        head.append(method).append(' ').append(endpoint.prefix()).append(path).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(endpoint.authority()).append("\r\nUser-Agent: ondes-node-detector\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(ISO_8859_1);
        if (body == null || body.length == 0) {
            return start;
        }
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
