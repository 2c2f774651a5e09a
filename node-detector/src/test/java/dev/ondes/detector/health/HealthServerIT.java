package dev.ondes.detector.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cloud.TestClock;
import dev.ondes.detector.http.Answer;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.http.Endpoint;
import dev.ondes.detector.http.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServerIT {
    private final TestClock clock = new TestClock();
    private final Health health = new Health(new Metrics(), clock);
    private final HealthServer server;

    HealthServerIT() throws IOException {
        server = HealthServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), health);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Answer get(String path) throws IOException {
        try (var connection = new Connection(Endpoint.of("http://127.0.0.1:" + server.port()))) {
            return connection.send(Request.get(path), Duration.ofSeconds(10));
        }
    }

    @Test
    void tellsKubeletTheTruth() throws Exception {
        health.loop("spot").begins();
        assertThat(get("/healthz").status()).isEqualTo(200);
        clock.pass(Duration.ofMinutes(4));
        assertThat(get("/healthz").status()).isEqualTo(200);
        assertThat(get("/readyz").status()).isEqualTo(503);

        clock.pass(Duration.ofMinutes(4));

        assertThat(get("/healthz").status()).isEqualTo(503);
    }

    @Test
    void isReadyWhereThereIsNoCloudToAsk() throws Exception {
        Answer answer = get("/readyz");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("cloud: none found yet");
    }

    @Test
    void tellsPrometheusInItsForm() throws Exception {
        health.cloud("aws");
        health.loop("spot").answered("none");
        health.metrics().took("ondes_detector_handover_seconds", Duration.ofMillis(250));

        assertThat(get("/metrics").text())
                .contains(
                        "# TYPE ondes_detector_polls_total counter\n"
                                + "ondes_detector_polls_total{monitor=\"spot\",outcome=\"none\"} 1.0\n",
                        "# TYPE ondes_detector_handover_seconds summary\n"
                                + "ondes_detector_handover_seconds_count 1.0\nondes_detector_handover_seconds_sum 0.25\n",
                        "ondes_detector_answer_age_seconds{monitor=\"spot\"} 0.0\n",
                        "ondes_detector_cloud{cloud=\"aws\"} 1.0\n");
    }
}
