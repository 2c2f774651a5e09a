package dev.ondes.images.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodLogTest {
    private final HttpServer server;
    private final KubernetesClient client;
    private final KubernetesCluster cluster;
    private final BlockingQueue<URI> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String body = "";
    private volatile boolean silent;

    PodLogTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI());
            try (exchange) {
                if (silent) {
                    over.await();
                    return;
                }
                byte[] bytes = body.getBytes(UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestTimeout(500)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
        cluster = new KubernetesCluster(client, "builds");
    }

    @AfterEach
    void stop() {
        over.countDown();
        client.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesTheBuildersLogAsItIs(boolean follow) throws IOException {
        body = "STEP 1: FROM scratch\nSTEP 2: COPY a /\n";

        assertThat(text(cluster.log("pod-a", follow))).isEqualTo(body);

        assertThat(asked)
                .containsExactly(
                        URI.create("/api/v1/namespaces/builds/pods/pod-a/log?container=builder&follow=" + follow));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheApiServerRefusesWithIsNoLog(boolean follow) {
        status = 404;
        body = "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"details\":{\"name\":\"node2\",\"kind\":\"pods\"}}";

        assertThat(cluster.log("pod-a", follow)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheApiServerFailsWithIsNoLog(boolean follow) {
        status = 502;
        body = "dial tcp 10.0.0.7:10250: connect: no route to host";

        assertThatThrownBy(() -> cluster.log("pod-a", follow))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(502));
    }

    @Test
    void aLogThatSaysNothingHoldsNobody() {
        silent = true;

        assertThatThrownBy(() -> cluster.log("pod-a", true))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("log of pod-a doesn't come");
    }

    private static String text(Optional<InputStream> log) throws IOException {
        try (InputStream lines = log.orElseThrow()) {
            return new String(lines.readAllBytes(), UTF_8);
        }
    }
}
