package dev.ondes.alerter;

import static dev.ondes.alerter.testing.Says.room;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.testing.LocalBroker;
import dev.ondes.messaging.testing.NeedsBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service with a real RabbitMQ: from an event to a metric, and from a dead letter to somebody being told, and told that it is over. */
@QuarkusTest
@QuarkusTestResource(value = BrokerResource.class, restrictToAnnotatedClass = true)
@NeedsBroker
class MetricsAlerterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Events events;

    /** Absent where other tests start the service: what is injected here is looked for there, too. */
    @ConfigProperty(name = BrokerResource.URL_FILE)
    Optional<Path> urlFile;

    private final Says says = new Says();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private HttpServer hook;
    private Connection connection;
    private Channel channel;

    @BeforeEach
    void open() throws Exception {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        hook.start();
        Files.writeString(
                urlFile.orElseThrow(), "http://127.0.0.1:" + hook.getAddress().getPort() + "/");
        var factory = new ConnectionFactory();
        factory.setUri(LocalBroker.url());
        connection = factory.newConnection();
        channel = connection.createChannel();
        await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 200);
    }

    @AfterEach
    void close() {
        hook.stop(0);
        connection.abort();
    }

    @Test
    void whatIsSaidIsSeenInTheMetrics() {
        Instant now = Instant.now();
        publish(says.capacity(now, room("it-small", 10, 4)));
        publish(says.finished(Name.of(now.toEpochMilli(), "it-small"), EndReason.NODE_LOST, now, now));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics())
                        .contains(
                                "ondes_jobs_system_failures_total{class=\"it-small\"",
                                "ondes_capacity_free{class=\"it-small\",} 4.0",
                                "ondes_jobs_completed_total{class=\"it-small\",} 1.0",
                                "ondes_queue_messages{queue=\"ondes.dead-letters\"",
                                "ondes_alerter_leading 1.0",
                                "ondes_journal_live 1.0"));
    }

    @Test
    void whoAsksForOpenMetricsIsLedFromABucketToTheTraceOfAJob() {
        Instant now = Instant.now();
        publish(says.finished(
                Name.of(now.toEpochMilli(), "it-traced"), EndReason.SCRIPT_SUCCEEDED, now.minusSeconds(20), now));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(openMetrics().lines())
                        .anyMatch(line -> line.startsWith("ondes_jobs_stage_seconds_bucket{class=\"it-traced\"")
                                && line.contains("} 1.0 # {span_id=\"00f067aa0ba902b7\",trace_id=\"")
                                && line.contains("} 20.0 ")));
        assertThat(openMetrics().lines())
                .as("Prometheus drops a scrape with such a line")
                .noneMatch(line -> line.contains("_count{") && line.contains("trace_id"));
    }

    @Test
    void aDeadLetterIsToldAndThatItIsGone() throws Exception {
        // When
        channel.basicPublish("", Topology.DEAD_LETTERS, null, "{}".getBytes(StandardCharsets.UTF_8));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told)
                        .singleElement()
                        .asString()
                        .contains(
                                "\"status\":\"firing\"",
                                "\"alertId\":\"CiDeadLetters/ondes.dead-letters\"",
                                "1 message waits in 'ondes.dead-letters'"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(metrics())
                        .contains(
                                "ondes_alerts_firing{alert=\"CiDeadLetters\",severity=\"warning\",} 1.0",
                                "ondes_notifications_total{receiver=\"hook\",result=\"sent\",} 1.0"));

        // When
        channel.queuePurge(Topology.DEAD_LETTERS);

        // Then
        await().atMost(PATIENCE).until(() -> told.size() == 2);
        assertThat(told.get(1)).contains("\"status\":\"resolved\"");
    }

    /** In Prometheus' older text form. */
    private static String metrics() {
        return given().accept("text/plain").get("/q/metrics").asString();
    }

    /** As Prometheus asks for it. */
    private static String openMetrics() {
        return given().header(
                        "Accept",
                        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
                .get("/q/metrics")
                .asString();
    }

    private void publish(Event<? extends EventData> event) {
        events.publish(new Event<>(
                UUID.randomUUID().toString(),
                event.source(),
                event.time(),
                event.subject(),
                event.traceparent(),
                event.data()));
    }
}
