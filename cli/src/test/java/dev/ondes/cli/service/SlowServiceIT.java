package dev.ondes.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.cli.CommandFailedException;
import dev.ondes.contracts.retry.Backoff;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A service that has to read a large context before it answers. */
class SlowServiceIT {
    @Test
    void whatIsWorkForTheServiceHasMoreTimeThanAQuestion() throws Exception {
        var never = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try {
                var _ = never.await(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] body = "{\"id\":\"b1\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(202, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        var retry = new Retry(1, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)), pause -> {}, new Random(1));
        var api = new ImageBuilderApi(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                new Token("t"),
                new Http(),
                retry,
                _ -> {},
                Duration.ofMillis(100),
                Duration.ofMinutes(1));
        var body = new ObjectMapper().createObjectNode();

        assertThat(api.postWork("/v1/builds", body).path("id").asText()).isEqualTo("b1");
        assertThatThrownBy(() -> api.post("/v1/contexts", body)).isInstanceOf(CommandFailedException.class);
        server.stop(0);
    }
}
