package dev.ondes.alerter.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Behind a real HTTP server. */
class MetricsGateTest {
    private final AtomicBoolean caughtUp = new AtomicBoolean();
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(new MetricsGate(caughtUp::get)::pass);
        router.route().handler(request -> request.response().end("all figures"));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void figuresOfSomeTimeOfTheDayAreNotGiven() throws Exception {
        assertThat(status("/q/metrics")).isEqualTo(503);
        assertThat(status("/q/./metrics")).as("however it is written").isEqualTo(503);
        assertThat(status("/q/health/live")).isEqualTo(200);

        caughtUp.set(true);

        assertThat(status("/q/metrics")).isEqualTo(200);
    }

    private int status(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
