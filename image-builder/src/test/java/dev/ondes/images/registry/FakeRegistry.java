package dev.ondes.images.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A registry as others than Debian's are: with tokens, with referrers, and with troubles that one orders. It keeps manifests and
 * blobs, and remembers what it was asked.
 */
final class FakeRegistry implements AutoCloseable {
    /** An answer in place of the ordinary one. */
    record Trouble(int status, Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private final Map<String, byte[]> manifests = new HashMap<>();
    private final Map<String, byte[]> blobs = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private boolean tokens;
    private boolean referrers;
    private boolean silent;
    private String lieAbout = "";
    private String realm = "";

    FakeRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        realm = "http://" + host() + "/token";
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    FakeRegistry withTokens() {
        tokens = true;
        return this;
    }

    FakeRegistry withTokensOf(String address) {
        realm = address;
        return withTokens();
    }

    FakeRegistry withReferrers() {
        referrers = true;
        return this;
    }

    /** The next requests are answered so. */
    synchronized FakeRegistry trouble(int status, Map<String, String> headers, String body) {
        troubles.add(new Trouble(status, headers, body));
        return this;
    }

    /** Nothing is answered any more. */
    FakeRegistry fallSilent() {
        silent = true;
        return this;
    }

    /** Gives other bytes under this reference than were pushed. */
    FakeRegistry lieAbout(String reference) {
        lieAbout = reference;
        return this;
    }

    synchronized Digest hold(String reference, String manifest) {
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        manifests.put(reference, bytes);
        manifests.put(Digest.of(bytes).text(), bytes);
        return Digest.of(bytes);
    }

    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    synchronized @Nullable String manifest(String reference) {
        byte[] bytes = manifests.get(reference);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (silent) {
                closed.await();
                return;
            }
            answer(exchange, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void answer(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        @Nullable String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (path.equals("/token")) {
            boolean known = authorization == null || authorization.equals(basic("builder", "let-me-in"));
            send(
                    exchange,
                    known ? 200 : 401,
                    Map.of(),
                    "{\"token\":\"" + (authorization == null ? "anybody" : "builder") + "\",\"expires_in\":300}");
        } else if (!troubles.isEmpty()) {
            Trouble trouble = troubles.remove();
            send(exchange, trouble.status(), trouble.headers(), trouble.body());
        } else if (tokens && !"Bearer builder".equals(authorization)) {
            boolean somebody = "Bearer anybody".equals(authorization);
            send(
                    exchange,
                    somebody ? 403 : 401,
                    Map.of(
                            "WWW-Authenticate",
                            "Bearer realm=\"" + realm + "\",service=\"fake\",scope=\"repository:acme/app:pull\""),
                    "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"requested access to the resource is denied\"}]}");
        } else {
            serve(exchange, path.substring("/v2/acme/app/".length()), body);
        }
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private void serve(HttpExchange exchange, String path, byte[] body) throws IOException {
        String name = path.substring(path.indexOf('/') + 1);
        switch (exchange.getRequestMethod() + " " + path.substring(0, path.indexOf('/'))) {
            case "GET manifests", "HEAD manifests" -> give(exchange, name);
            case "PUT manifests" -> {
                Digest digest = hold(name, new String(body, StandardCharsets.UTF_8));
                boolean about = referrers
                        && manifests.get(digest.text()) != null
                        && new String(body, StandardCharsets.UTF_8).contains("\"subject\"");
                send(exchange, 201, about ? Map.of("OCI-Subject", digest.text()) : Map.of(), "");
            }
            case "HEAD blobs" -> send(exchange, blobs.containsKey(name) ? 200 : 404, Map.of(), "");
            case "POST blobs" -> send(exchange, 202, Map.of("Location", "/v2/acme/app/blobs/uploads/1?state=x"), "");
            case "PUT blobs" -> {
                blobs.put(Digest.of(body).text(), body);
                send(exchange, 201, Map.of(), "");
            }
            default -> send(exchange, 405, Map.of(), "");
        }
    }

    private void give(HttpExchange exchange, String reference) throws IOException {
        byte[] manifest = manifests.get(reference);
        if (manifest == null) {
            send(
                    exchange,
                    404,
                    Map.of(),
                    "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}");
            return;
        }
        String digest = Digest.of(manifest).text();
        String given = new String(manifest, StandardCharsets.UTF_8) + (reference.equals(lieAbout) ? " " : "");
        send(exchange, 200, Map.of("Content-Type", MediaTypes.OCI_MANIFEST, "Docker-Content-Digest", digest), given);
    }

    private static void send(HttpExchange exchange, int status, Map<String, String> headers, String body)
            throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
