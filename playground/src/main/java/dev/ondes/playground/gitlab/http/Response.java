package dev.ondes.playground.gitlab.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that isn't sent yet, so that a fault can still lose it. */
public record Response(int status, Map<String, String> headers, Body body) {
    /** What is sent. */
    public interface Body {
        /** Bytes, or -1 where that isn't known: then it is sent in chunks. */
        long length();

        void writeTo(OutputStream out) throws IOException;
    }

    private static final class Bytes implements Body {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    private record Stored(Path file, long length) implements Body {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            Files.copy(file, out);
        }
    }

    public Response {
        headers = Map.copyOf(headers);
    }

    public static Response empty(int status) {
        return new Response(status, Map.of(), new Bytes(new byte[0]));
    }

    public static Response json(int status, JsonNode tree) {
        return bytes(status, "application/json", Json.bytes(tree));
    }

    public static Response text(int status, String text) {
        return bytes(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    /** GitLab's runner API answers a bare number as JSON. */
    public static Response number(int status) {
        return bytes(status, "application/json", Integer.toString(status).getBytes(StandardCharsets.UTF_8));
    }

    public static Response bytes(int status, String type, byte[] bytes) {
        return new Response(status, Map.of("Content-Type", type), new Bytes(bytes));
    }

    public static Response file(Path file, String type) throws IOException {
        return new Response(200, Map.of("Content-Type", type), new Stored(file, Files.size(file)));
    }

    public Response with(String header, String value) {
        return with(Map.of(header, value));
    }

    public Response with(Map<String, String> more) {
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Response(status, all, body);
    }
}
