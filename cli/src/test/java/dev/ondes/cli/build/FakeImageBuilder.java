package dev.ondes.cli.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An image-builder and its store, which remember what they were given and check it as the real ones do, unless they are told to
 * misbehave next at a path. What they answer to builds is told beforehand.
 */
final class FakeImageBuilder implements AutoCloseable {
    static final String TOKEN = "test-token-s3cret";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PART = 1000;
    private static final String MISSING = "{\"title\":\"The context was never uploaded\",\"code\":\"context-missing\"}";

    private final HttpServer server;
    private final Map<String, byte[]> contexts = new LinkedHashMap<>();
    private final Map<Integer, byte[]> parts = new TreeMap<>();
    private final Map<String, Deque<Fault>> faults = new LinkedHashMap<>();
    private final Map<String, String> buildIds = new LinkedHashMap<>();
    private final List<JsonNode> builds = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> logPositions = new ArrayList<>();
    private @Nullable JsonNode offered;
    private List<String> logLines = List.of();
    private ObjectNode result = JSON.createObjectNode();
    private boolean inParts;
    private boolean joinsBefore;

    /** What goes wrong once: an answer, or none at all, before or behind so many bytes of the right one. */
    record Fault(int status, String contentType, String body, Map<String, String> headers, int cutBehind) {
        static Fault status(int status) {
            return problem(status, "no matter");
        }

        static Fault problem(int status, String detail) {
            return new Fault(
                    status,
                    "application/problem+json",
                    "{\"title\":\"Refused\",\"detail\":\"" + detail + "\"}",
                    Map.of(),
                    -1);
        }

        static Fault cut(int behind) {
            return new Fault(0, "", "", Map.of(), behind);
        }
    }

    FakeImageBuilder() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        endsWith("succeeded", "built");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized void misbehave(String request, Fault... next) {
        faults.computeIfAbsent(request, key -> new ArrayDeque<>()).addAll(List.of(next));
    }

    synchronized void takeContextsInParts() {
        inParts = true;
    }

    /** Parts are joined when they are all there, and who wants them joined then hears that there is no such upload. */
    synchronized void joinsBefore() {
        joinsBefore = true;
    }

    synchronized void log(String... lines) {
        logLines = List.of(lines);
    }

    synchronized void endsWith(String state, String reason) {
        result = JSON.createObjectNode().put("id", "b1").put("state", state).put("reason", reason);
        var destinations = result.putArray("destinations");
        if (state.equals("succeeded")) {
            destinations
                    .addObject()
                    .put("name", "registry.example:5000/acme/app:1")
                    .put("digest", "sha256:" + "a".repeat(64));
        }
    }

    synchronized ObjectNode result() {
        return result;
    }

    synchronized Map<String, byte[]> contexts() {
        return Map.copyOf(contexts);
    }

    /** The bodies of those that became builds of their own. */
    synchronized List<JsonNode> builds() {
        return List.copyOf(builds);
    }

    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    synchronized List<String> logPositions() {
        return List.copyOf(logPositions);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String request = exchange.getRequestMethod() + " " + path;
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (this) {
                requests.add(request);
                Fault fault = faults.getOrDefault(request, new ArrayDeque<>()).poll();
                if (fault != null && fault.status() > 0) {
                    if (fault.status() == 412) {
                        // Somebody else has put it there.
                        contexts.put(offeredText("tarSha256"), body);
                    }
                    fault.headers().forEach(exchange.getResponseHeaders()::set);
                    send(
                            exchange,
                            fault.status(),
                            fault.contentType(),
                            fault.body().getBytes(UTF_8),
                            -1);
                    return;
                }
                int cut = fault == null ? -1 : fault.cutBehind();
                boolean store = path.startsWith("/store/");
                boolean known =
                        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
                if (store == known) {
                    send(exchange, 401, "text/plain", "who?".getBytes(UTF_8), -1);
                    return;
                }
                dispatch(exchange, request, body, cut);
            }
        }
    }

    private void dispatch(HttpExchange exchange, String request, byte[] body, int cut) throws IOException {
        switch (request) {
            case "POST /v1/contexts" -> json(exchange, offer(JSON.readTree(body)), cut);
            case "PUT /store/whole" -> put(exchange, body, cut);
            case "POST /v1/builds" -> build(exchange, JSON.readTree(body), cut);
            case "GET /v1/builds/b1" -> json(exchange, result, cut);
            case "DELETE /v1/builds/b1" -> json(exchange, JSON.createObjectNode(), cut);
            case "GET /v1/builds/b1/log" -> streamLog(exchange, cut);
            default -> {
                if (request.startsWith("PUT /store/part/")) {
                    parts.put(Integer.parseInt(request.substring(request.lastIndexOf('/') + 1)), body);
                    exchange.getResponseHeaders().set("ETag", "\"tag-" + body.length + "\"");
                    send(exchange, 200, "text/plain", new byte[0], cut);
                } else if (request.endsWith("/complete")) {
                    complete();
                    if (joinsBefore) {
                        send(exchange, 422, "application/problem+json", MISSING.getBytes(UTF_8), cut);
                        return;
                    }
                    json(exchange, JSON.createObjectNode().put("state", "present"), cut);
                } else {
                    send(exchange, 404, "text/plain", "nothing here".getBytes(UTF_8), -1);
                }
            }
        }
    }

    private ObjectNode offer(JsonNode offer) {
        offered = offer;
        ObjectNode answer = JSON.createObjectNode();
        if (contexts.containsKey(offer.path("tarSha256").asText())) {
            return answer.put("state", "present");
        }
        answer.put("state", "upload");
        if (!inParts) {
            ObjectNode put = answer.putObject("put").put("url", url() + "/store/whole");
            put.putObject("headers")
                    .put("x-amz-checksum-sha256", offer.path("sha256").asText())
                    .put("content-length", offer.path("size").asText());
            return answer;
        }
        ObjectNode multipart =
                answer.putObject("multipart").put("uploadId", "u1").put("partSize", PART);
        var missing = multipart.putArray("parts");
        var present = multipart.putArray("present");
        int size = offer.path("size").asInt();
        for (int number = 1; (number - 1) * PART < size; number++) {
            if (parts.containsKey(number)) {
                present.add(number);
            } else {
                missing.addObject()
                        .put("number", number)
                        .put("size", Math.min(PART, size - (number - 1) * PART))
                        .put("url", url() + "/store/part/" + number);
            }
        }
        return answer;
    }

    private void put(HttpExchange exchange, byte[] body, int cut) throws IOException {
        boolean whole = sha256(body).equals(exchange.getRequestHeaders().getFirst("x-amz-checksum-sha256"));
        if (whole && cut < 0) {
            contexts.put(offeredText("tarSha256"), body);
        }
        send(exchange, whole ? 200 : 400, "text/plain", new byte[0], cut);
    }

    private void complete() {
        int size = parts.values().stream().mapToInt(part -> part.length).sum();
        byte[] whole = new byte[size];
        int at = 0;
        for (byte[] part : parts.values()) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        if (sha256(whole).equals(offeredText("sha256"))) {
            contexts.put(offeredText("tarSha256"), whole);
        }
    }

    private String offeredText(String field) {
        return offered == null ? "" : offered.path(field).asText();
    }

    private void build(HttpExchange exchange, JsonNode body, int cut) throws IOException {
        JsonNode tar = body.at("/context/tarSha256");
        if (!tar.isMissingNode() && !contexts.containsKey(tar.asText())) {
            send(exchange, 409, "application/problem+json", MISSING.getBytes(UTF_8), cut);
            return;
        }
        json(exchange, build(body), cut);
    }

    private ObjectNode build(JsonNode body) {
        String key = body.path("requestKey").asText();
        if (buildIds.putIfAbsent(key, "b1") == null) {
            builds.add(body);
        }
        return JSON.createObjectNode().put("id", "b1").put("state", "queued");
    }

    private void streamLog(HttpExchange exchange, int cut) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        logPositions.add(last == null ? "" : last);
        var events = new StringBuilder(": hello\n\n");
        int from = last == null ? 0 : Integer.parseInt(last);
        for (int i = from; i < logLines.size(); i++) {
            events.append("id: ")
                    .append(i + 1)
                    .append("\nevent: line\ndata: ")
                    .append(logLines.get(i))
                    .append("\n\n");
        }
        events.append("event: end\ndata: ")
                .append(result.path("state").asText())
                .append("\n\n");
        send(exchange, 200, "text/event-stream", events.toString().getBytes(UTF_8), cut);
    }

    private static void json(HttpExchange exchange, JsonNode body, int cut) throws IOException {
        send(exchange, 200, "application/json", body.toString().getBytes(UTF_8), cut);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body, int cut) throws IOException {
        if (cut == 0) {
            // Closed without a word.
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body, 0, cut < 0 ? body.length : Math.min(cut, body.length));
            exchange.getResponseBody().flush();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
