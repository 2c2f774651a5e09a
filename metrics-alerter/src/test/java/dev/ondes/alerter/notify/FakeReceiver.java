package dev.ondes.alerter.notify;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver's HTTP side: remembers what came, and answers as it is told to, else 200. */
final class FakeReceiver implements AutoCloseable {
    /** One post. */
    record Posted(String path, Headers headers, String body) {}

    /** One answer; {@code Retry-After} where it isn't empty. */
    record Answer(int status, String retryAfter) {}

    final List<Posted> posts = new CopyOnWriteArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final HttpServer server;
    private volatile boolean endless;

    FakeReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    synchronized void willAnswer(int status, String retryAfter) {
        answers.add(new Answer(status, retryAfter));
    }

    /** From now on it begins every answer and ends none. */
    void willNeverEnd() {
        endless = true;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        posts.add(new Posted(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (endless) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            return;
        }
        Answer answer = answers.isEmpty() ? new Answer(200, "") : answers.poll();
        if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
        }
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
