package dev.ondes.cloud.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Metadata services of many machines on one port: that of node {@code N} is below {@code /nodes/N}, and one of them may be
 * at the root too, where machines find their own. Thread-safe.
 */
public final class MetadataServer implements AutoCloseable {
    private static final String NODES = "/nodes/";

    static {
        // Else an answer's body waits for the acknowledgement of its header, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Map<String, Machine> machines = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final boolean own;
    private volatile @Nullable String root;

    private MetadataServer(HttpServer server, boolean own) {
        this.server = server;
        this.own = own;
        server.createContext("/", this::serve);
    }

    /** On a free port of 127.0.0.1. */
    public static MetadataServer open() {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public static MetadataServer open(InetSocketAddress address) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            var metadata = new MetadataServer(server, true);
            server.setExecutor(metadata.threads);
            server.start();
            return metadata;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a server of the caller's, beside what else it serves. The caller starts and stops it. */
    public static MetadataServer on(HttpServer server) {
        return new MetadataServer(server, false);
    }

    /** Puts a machine under a node's name; instead of an earlier one. */
    public <M extends Machine> M put(String node, M machine) {
        Machine earlier = machines.put(node, machine);
        if (earlier != null) {
            earlier.faults().close();
        }
        return machine;
    }

    /** The node's machine is gone: its metadata service with it. */
    public void remove(String node) {
        Machine machine = machines.remove(node);
        if (machine != null) {
            machine.faults().close();
        }
    }

    public Optional<Machine> machine(String node) {
        return Optional.ofNullable(machines.get(node));
    }

    public Map<String, Machine> machines() {
        return Map.copyOf(machines);
    }

    /** Serves this node's machine at the root too. */
    public void root(String node) {
        root = node;
    }

    /** Where the node's machine finds its metadata service. */
    public URI url(String node) {
        return url().resolve(NODES + node);
    }

    public URI url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    @Override
    public void close() {
        machines.values().forEach(machine -> machine.faults().close());
        if (own) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String node = root;
            if (path.startsWith(NODES)) {
                int end = path.indexOf('/', NODES.length());
                node = path.substring(NODES.length(), end < 0 ? path.length() : end);
                path = end < 0 ? "/" : path.substring(end);
            }
            Machine machine = node == null ? null : machines.get(node);
            if (machine == null) {
                send(exchange, Reply.page(404, "Not Found"));
                return;
            }
            answer(exchange, machine, path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, Machine machine, String path)
            throws IOException, InterruptedException {
        var call = new Call(
                exchange.getRequestMethod(),
                path,
                query(exchange.getRequestURI()),
                headers(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes());
        machine.count(call);
        switch (machine.faults().meet(call.method() + " " + path)) {
            case NONE, SLOW -> send(exchange, machine.answer(call));
            case UNAVAILABLE -> send(exchange, Reply.page(503, "Service Unavailable"));
            case THROTTLED -> send(exchange, Reply.page(429, "Too Many Requests"));
            case ABSENT, SILENT -> {}
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(UTF_8);
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, String> headers(Headers headers) {
        return Call.headers(headers.entrySet().stream()
                .map(header -> Map.entry(header.getKey(), header.getValue().getFirst()))
                .toList());
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String pair : Objects.requireNonNullElse(uri.getRawQuery(), "").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        URLDecoder.decode(pair.substring(0, equals), UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return query;
    }
}
