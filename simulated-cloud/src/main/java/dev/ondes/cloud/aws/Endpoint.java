package dev.ondes.cloud.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP endpoint with faults; what it answers without one is its subclass' matter. */
abstract class Endpoint implements AutoCloseable {
    static {
        // Else an answer's body waits for the acknowledgement of its header, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** An answer of this endpoint. */
    record Answer(int status, String type, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Faults faults = new Faults();

    Endpoint(InetSocketAddress address) {
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final void start() {
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    abstract Answer answer(HttpExchange request, byte[] body) throws IOException, InterruptedException;

    /** How this endpoint's protocol words a refusal. */
    abstract Answer refusal(int status, String code, String message);

    /** From now on each request meets this fault, until {@link #heal}. */
    public final void fault(AwsFault fault) {
        fault(fault, Duration.ofSeconds(1));
    }

    /**
     * From now on each request meets this fault, until {@link #heal}.
     *
     * @param lateBy how late the answers of {@link AwsFault#SLOW} are
     */
    public final void fault(AwsFault fault, Duration lateBy) {
        faults.set(fault, lateBy);
    }

    public final void heal() {
        fault(AwsFault.NONE);
    }

    /** How many requests met a fault so far. */
    public final long faultsMet() {
        return faults.met();
    }

    public final URI url() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (faults.meet()) {
                case NONE, SLOW -> send(exchange, answer(exchange, body));
                case DOWN -> {}
                case FORBIDDEN ->
                    send(exchange, refusal(403, "AccessDenied", "User is not authorized to perform this action"));
                case UNAVAILABLE ->
                    send(exchange, new Answer(503, "text/html", "<html><h1>Service Unavailable</h1></html>"));
                case THROTTLED -> send(exchange, refusal(400, "Throttling", "Rate exceeded"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        byte[] body = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        faults.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
