package dev.ondes.spot;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import dev.ondes.cloud.aws.AwsEvents;
import dev.ondes.cloud.aws.SimulatedSqs;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.messaging.testing.CutProxy;
import dev.ondes.messaging.testing.NeedsBroker;
import dev.ondes.messaging.testing.TestQueue;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * From a detector's POST, or AWS' message in ElasticMQ, by way of a real RabbitMQ to marks on the node; the API server keeps
 * objects but runs nothing.
 */
@QuarkusTest
@QuarkusTestResource(value = BrokerInstallationResource.class, restrictToAnnotatedClass = true)
@NeedsBroker
class SpotWatcherIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** By then the main flow has said that it isn't taken yet, which is 3 s by default. */
    private static final Duration BEYOND_PUBLISH_PATIENCE = Duration.ofSeconds(6);

    @Inject
    KubernetesClient client;

    /** Set by the resource. */
    CutProxy line;

    SimulatedSqs sqs;
    URI queue;

    @AfterEach
    void heal() {
        line.holdAnswers(false);
    }

    @Test
    void marksWhatTheBrokerConfirmedAndTakesItsMarksOffWhenItIsWithdrawn() {
        // Given
        nodeOfAWatcherThatLeads("node-9", "i-0999");

        // When
        post(SpotWatcherTest.notice("i-0999", "node-9"));

        // Then
        await().atMost(PATIENCE).until(() -> step("node-9") == Step.DRAINED);
        assertThat(node("node-9").unschedulable()).isTrue();
        assertThat(node("node-9").taints()).hasSize(1);

        // When
        post(new String(SpotWatcherTest.notice("i-0999", "node-9"), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"withdrawn\":false", "\"withdrawn\":true")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        // Then
        await().atMost(PATIENCE).until(() -> step("node-9") == Step.CANCELLED);
        assertThat(node("node-9").unschedulable()).isFalse();
        // That the taint goes, too, is shown on a real API server by KubernetesNodeCallsIT: this stand-in only adds to
        // lists.
    }

    @Test
    void aMessageOfTheQueueIsAnEventThenAMarkAndIsDeleted() {
        // Given
        nodeOfAWatcherThatLeads("node-10", "i-0a10");

        // When
        sqs.send(queue, AwsEvents.spotInterruption("i-0a10", "terminate", Instant.now()), Duration.ZERO);

        // Then
        try (var broker = new TestQueue("spot-watcher")) {
            await().atMost(PATIENCE)
                    .until(() -> nextNotice(broker)
                            .filter(notice -> notice.node().equals("node-10")
                                    && notice.sources().equals(List.of("sqs")))
                            .isPresent());
        }
        await().atMost(PATIENCE).until(() -> step("node-10") == Step.DRAINED);
        assertThat(node("node-10").unschedulable()).isTrue();
        await().atMost(PATIENCE).until(() -> sqs.size(queue) == 0);
    }

    @Test
    void aMessageStaysInTheQueueUntilTheBrokerHasConfirmed() {
        // Given a broker that takes the event, and a line on which its confirm is lost
        nodeOfAWatcherThatLeads("node-11", "i-0a11");
        line.holdAnswers(true);

        // When
        sqs.send(queue, AwsEvents.spotInterruption("i-0a11", "terminate", Instant.now()), Duration.ZERO);

        // Then
        await().atMost(PATIENCE).until(() -> step("node-11") == Step.UNCONFIRMED);
        await().during(BEYOND_PUBLISH_PATIENCE).atMost(PATIENCE).until(() -> sqs.inFlight(queue) == 1);

        // When
        line.cut();
        line.holdAnswers(false);

        // Then
        await().atMost(PATIENCE).until(() -> step("node-11") == Step.DRAINED);
        await().atMost(PATIENCE).until(() -> sqs.size(queue) == 0);
    }

    /** What pod-scheduler would hear, which doesn't run here. */
    private static Optional<TerminationNotice> nextNotice(TestQueue broker) {
        return Optional.ofNullable(broker.take(Topology.SCHEDULER_NOTICE))
                .flatMap(message -> new EventCodec().decode(message.getBody()))
                .map(event -> (TerminationNotice) event.data());
    }

    private void nodeOfAWatcherThatLeads(String name, String instance) {
        client.resource(SpotWatcherTest.node(name, instance)).create();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        get("/q/health/ready").then().statusCode(200).body("checks.data.role", hasItem("leader")));
    }

    private void post(byte[] notice) {
        given().header("Authorization", "Bearer " + InstallationResource.TOKEN)
                .body(notice)
                .post("/notices")
                .then()
                .statusCode(202);
    }

    private NodeFacts node(String name) {
        return NodeReader.read(client.nodes().withName(name).get());
    }

    private Step step(String name) {
        return node(name).ledger().notices().stream()
                .map(LedgerEntry::step)
                .findFirst()
                .orElse(null);
    }
}
