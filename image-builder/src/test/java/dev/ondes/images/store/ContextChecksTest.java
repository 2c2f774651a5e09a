package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.context.check.CheckedContext;
import dev.ondes.context.check.RefusedContextException;
import dev.ondes.s3.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On an S3 that gives the contexts of one project as slowly as gigabytes come. */
class ContextChecksTest {
    private static final ContextId GREEDY = new ContextId(1, "0".repeat(64));
    private static final int MORE_THAN_ARE_READ_AT_ONCE = 6;

    @TempDir
    private Path folder;

    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger reads = new AtomicInteger();
    private byte[] context = new byte[0];
    private HttpServer s3;

    @BeforeEach
    void open() throws IOException {
        context = ContextChecksIT.context("a.txt", new byte[3]);
        s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        s3.createContext("/", this::answer);
        s3.start();
    }

    @AfterEach
    void close() {
        held.countDown();
        s3.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Last-Modified", "Sun, 01 Mar 2026 12:00:00 GMT");
            exchange.getResponseHeaders().set("ETag", "\"e\"");
            if (path.contains("/" + Keys.VERDICTS)
                    && exchange.getRequestMethod().equals("GET")) {
                byte[] none = "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(404, none.length);
                exchange.getResponseBody().write(none);
            } else if (exchange.getRequestMethod().equals("GET")) {
                if (path.endsWith(GREEDY.key())) {
                    reads.incrementAndGet();
                    held.await();
                }
                exchange.sendResponseHeaders(200, context.length);
                exchange.getResponseBody().write(context);
            } else {
                if (exchange.getRequestMethod().equals("HEAD")) {
                    exchange.getResponseHeaders().set("Content-Length", String.valueOf(context.length));
                }
                exchange.sendResponseHeaders(200, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aProjectThatHasManyReadKeepsNoOtherFromBuilding() throws Exception {
        var server = new S3Server("127.0.0.1", s3.getAddress().getPort(), "any", "any");
        try (Store store = Store.on(server, folder, Map.of("ondes.store.call-limit", "PT5M"))) {
            // Given
            List<Thread> greedy = IntStream.range(0, MORE_THAN_ARE_READ_AT_ONCE)
                    .mapToObj(number -> Thread.ofPlatform()
                            .start(() -> catchThrowable(() -> check(store, GREEDY, "Dockerfile" + number))))
                    .toList();
            await().until(() -> reads.get() > 0 && reads.get() + waiting(greedy) == MORE_THAN_ARE_READ_AT_ONCE);
            ContextId other;
            try (var tar = new GZIPInputStream(new ByteArrayInputStream(context))) {
                other = new ContextId(2, Hashes.sha256(tar));
            }

            // When
            CompletableFuture<CheckedContext> checked =
                    CompletableFuture.supplyAsync(() -> check(store, other, "Dockerfile"));

            // Then
            assertThat(checked.get(20, TimeUnit.SECONDS).entries()).isEqualTo(2);
            assertThat(reads).hasValue(1);
            held.countDown();
            for (Thread thread : greedy) {
                thread.join();
            }
        }
    }

    private static long waiting(List<Thread> threads) {
        return threads.stream()
                .filter(thread -> thread.getState() == Thread.State.WAITING)
                .count();
    }

    private static CheckedContext check(Store store, ContextId id, String dockerfile) {
        try {
            return store.checks.check(id, dockerfile);
        } catch (RefusedContextException e) {
            throw new IllegalStateException(e);
        }
    }
}
