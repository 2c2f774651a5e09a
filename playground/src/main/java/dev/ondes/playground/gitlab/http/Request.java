package dev.ondes.playground.gitlab.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request as handlers see it.
 *
 * @param variables what the route's {@code {name}} parts matched
 */
public record Request(String method, URI uri, Headers headers, InputStream body, Map<String, String> variables) {
    /** An API call that isn't an upload is never larger. */
    private static final int LARGEST = 16 << 20;

    Request with(Map<String, String> matched) {
        return new Request(method, uri, headers, body, matched);
    }

    /** With the part of its body that ends at the next multiple of {@code chunk}, counted from where its {@code Content-Range} begins. */
    Request cutAt(int chunk) throws IOException {
        long begin = Long.parseLong(header("Content-Range").split("-", 2)[0]);
        byte[] part = body.readNBytes((int) (chunk - begin % chunk));
        return new Request(method, uri, headers, new ByteArrayInputStream(part), variables);
    }

    /** Decoded; a {@code %2F} doesn't part two of them. */
    public List<String> segments() {
        return Arrays.stream(uri.getRawPath().split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(Request::decode)
                .toList();
    }

    /** Empty where there is none. */
    public String header(String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }

    public Map<String, String> query() {
        return fields(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** A part of the path that must be a number. */
    public long number(String name) {
        try {
            return Long.parseLong(variable(name));
        } catch (NumberFormatException e) {
            throw HttpError.error(400, name + " is invalid");
        }
    }

    /** The parameters, wherever they stand: in the query, or in a JSON or form body. */
    public ObjectNode parameters() throws IOException {
        return parameters(LARGEST);
    }

    /** The same; a body over {@code limit} bytes is answered by 413, one that can't be read by 400. */
    public ObjectNode parameters(int limit) throws IOException {
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw HttpError.message(413, "413 Request Entity Too Large");
        }
        ObjectNode parameters = Json.object();
        query().forEach(parameters::put);
        if (header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json") && bytes.length > 0) {
            JsonNode tree = Json.parse(bytes);
            if (!tree.isObject()) {
                throw HttpError.error(400, "The body must be an object");
            }
            parameters.setAll((ObjectNode) tree);
        } else {
            fields(new String(bytes, StandardCharsets.UTF_8)).forEach(parameters::put);
        }
        return parameters;
    }

    private static Map<String, String> fields(String form) {
        return Arrays.stream(form.split("&", -1))
                .filter(field -> !field.isBlank())
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> decode(field[0]),
                        field -> field.length > 1 ? decode(field[1]) : "",
                        (first, last) -> last));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpError.error(400, "The address can't be decoded");
        }
    }
}
