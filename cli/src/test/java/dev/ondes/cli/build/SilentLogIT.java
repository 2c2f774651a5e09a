package dev.ondes.cli.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ondes.cli.service.Http;
import dev.ondes.cli.service.ImageBuilderApi;
import dev.ondes.cli.service.Retry;
import dev.ondes.cli.service.Token;
import dev.ondes.contracts.retry.Backoff;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SilentLogIT {
    @Test
    void aConnectionOnWhichNothingComesIsLostAndMadeAnew() throws Exception {
        var calls = new AtomicInteger();
        var never = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            boolean first = calls.incrementAndGet() == 1;
            exchange.sendResponseHeaders(200, 0);
            String text = first ? "id: 1\nevent: line\ndata: one\n\n" : "event: line\ndata: two\n\nevent: end\n\n";
            exchange.getResponseBody().write(text.getBytes(UTF_8));
            exchange.getResponseBody().flush();
            if (first) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.close();
        });
        server.start();
        var out = new StringWriter();
        var retry = new Retry(3, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)), pause -> {}, new Random(1));
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var api = new ImageBuilderApi(url, new Token("t"), new Http(), retry, _ -> {});

        boolean ended = new BuildLog(api, retry, Duration.ofMillis(200), new PrintWriter(out, true)).show("b1");

        assertThat(ended).isTrue();
        assertThat(out).hasToString("one\ntwo\n");
        never.countDown();
        server.stop(0);
    }

    @Test
    void aConnectionOnWhichOnlyCommentsComeIsNotLost() throws Exception {
        var calls = new AtomicInteger();
        var pause = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            try {
                // Longer than may be silent, in all.
                for (int i = 0; i < 30 && !pause.await(100, TimeUnit.MILLISECONDS); i++) {
                    exchange.getResponseBody().write(": waiting\n\n".getBytes(UTF_8));
                    exchange.getResponseBody().flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.getResponseBody().write("event: line\ndata: one\n\nevent: end\n\n".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        var out = new StringWriter();
        var retry = new Retry(3, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)), wait -> {}, new Random(1));
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var api = new ImageBuilderApi(url, new Token("t"), new Http(), retry, _ -> {});

        boolean ended = new BuildLog(api, retry, Duration.ofSeconds(2), new PrintWriter(out, true)).show("b1");

        assertThat(ended).isTrue();
        assertThat(calls).hasValue(1);
        server.stop(0);
    }
}
