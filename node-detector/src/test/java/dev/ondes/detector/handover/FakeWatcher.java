package dev.ondes.detector.handover;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.DetectedNoticeJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A replica of spot-watcher's intake, at an address of its own of this machine. */
public final class FakeWatcher implements AutoCloseable {
    public static final String TOKEN = "very-secret-token";
    /** In place of a status: takes the request, and never answers. */
    public static final int SILENT = 0;

    public final List<DetectedNotice> confirmed = new CopyOnWriteArrayList<>();
    public final List<Integer> answers = new CopyOnWriteArrayList<>();
    public volatile int status = 202;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;

    public FakeWatcher(String address, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/notices", this::take);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            int answer = known && exchange.getRequestMethod().equals("POST") ? status : 401;
            answers.add(answer);
            if (answer == SILENT) {
                closed.await();
                return;
            }
            if (answer < 300) {
                confirmed.add(DetectedNoticeJson.read(body));
            }
            exchange.sendResponseHeaders(answer, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
