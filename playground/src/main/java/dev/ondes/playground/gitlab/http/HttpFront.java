package dev.ondes.playground.gitlab.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The server: finds the route, plays the faults, counts the calls. A virtual thread per request. */
public final class HttpFront implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());

    static {
        // Read once by the JDK's server. Without the first, answers on a kept connection come 40 ms late.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Routes routes;
    private final Faults faults;
    private final Calls calls;

    private HttpFront(HttpServer server, Routes routes, Faults faults, Calls calls) {
        this.server = server;
        this.routes = routes;
        this.faults = faults;
        this.calls = calls;
    }

    /** Binds only, so that the address is known before the routes are made. */
    public static HttpServer bind(InetSocketAddress address) throws IOException {
        return HttpServer.create(address, 1024);
    }

    public static HttpFront start(HttpServer bound, Routes routes, Faults faults, Calls calls) {
        var front = new HttpFront(bound, routes, faults, calls);
        bound.createContext("/", front::serve);
        bound.setExecutor(front.threads);
        bound.start();
        return front;
    }

    private void serve(HttpExchange exchange) throws IOException {
        // A close without an answer cuts the connection.
        try (exchange) {
            var request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody(),
                    Map.of());
            Optional<Routes.Match> match = routes.match(request);
            if (match.isEmpty()) {
                send(exchange, HttpError.error(404, "404 Not Found").response());
            } else {
                serve(exchange, match.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpExchange exchange, Routes.Match match) throws IOException, InterruptedException {
        Optional<Fault.Act> fault = match.call() == Call.ADMIN
                ? Optional.empty()
                : faults.take(match.call(), match.request().uri().getPath());
        if (fault.isEmpty()) {
            answer(exchange, match, handle(match));
            return;
        }
        switch (fault.get()) {
            case Fault.Act.Answer ordered ->
                answer(
                        exchange,
                        match,
                        Response.bytes(
                                        ordered.status(),
                                        ordered.contentType(),
                                        ordered.body().getBytes(StandardCharsets.UTF_8))
                                .with(ordered.headers()));
            case Fault.Act.DropBefore _ -> calls.count(match.call(), Calls.DROPPED);
            case Fault.Act.DropAfter _ -> {
                handle(match).body().writeTo(OutputStream.nullOutputStream());
                calls.count(match.call(), Calls.DROPPED);
            }
            case Fault.Act.Delay delay -> {
                pause(delay.by());
                answer(exchange, match, handle(match));
            }
            case Fault.Act.CutBody cut -> {
                handle(match.with(match.request().cutAt(cut.chunk())));
                answer(
                        exchange,
                        match,
                        HttpError.message(500, "500 Internal Server Error").response());
            }
            case Fault.Act.PatchAnswer ordered -> answer(exchange, match, patched(handle(match), ordered));
        }
    }

    private void pause(Duration by) throws InterruptedException {
        if (closing.await(by.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("GitLab stops");
        }
    }

    private static Response patched(Response response, Fault.Act.PatchAnswer ordered) throws IOException {
        var bytes = new ByteArrayOutputStream();
        response.body().writeTo(bytes);
        Response changed =
                Response.json(response.status(), Json.mergePatch(Json.parse(bytes.toByteArray()), ordered.patch()));
        return changed.with(response.headers());
    }

    private static Response handle(Routes.Match match) throws IOException, InterruptedException {
        try {
            return match.handler().handle(match.request());
        } catch (HttpError e) {
            return e.response();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "call=" + match.call().wire() + " path="
                            + match.request().uri().getPath(),
                    e);
            return HttpError.message(500, "500 Internal Server Error").response();
        }
    }

    private void answer(HttpExchange exchange, Routes.Match match, Response response) throws IOException {
        calls.count(match.call(), response.status());
        send(exchange, response);
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        long length = response.body().length();
        boolean none = length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(response.status(), none ? -1 : length < 0 ? 0 : length);
        if (!none) {
            try (OutputStream out = exchange.getResponseBody()) {
                response.body().writeTo(out);
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
