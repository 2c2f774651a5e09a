package dev.ondes.spot;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import dev.ondes.messaging.testing.NeedsBroker;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From a detector's POST by way of a real RabbitMQ to marks on the node; the API server keeps objects but runs nothing. */
@QuarkusTest
@QuarkusTestResource(value = BrokerInstallationResource.class, restrictToAnnotatedClass = true)
@NeedsBroker
class SpotWatcherIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    KubernetesClient client;

    @Test
    void marksWhatTheBrokerConfirmedAndTakesItsMarksOffWhenItIsWithdrawn() {
        // Given
        client.resource(SpotWatcherTest.node("node-9", "i-0999")).create();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        get("/q/health/ready").then().statusCode(200).body("checks.data.role", hasItem("leader")));

        // When
        post(SpotWatcherTest.notice("i-0999", "node-9"));

        // Then
        await().atMost(PATIENCE).until(() -> step() == Step.DRAINED);
        assertThat(node().unschedulable()).isTrue();
        assertThat(node().taints()).hasSize(1);

        // When
        post(new String(SpotWatcherTest.notice("i-0999", "node-9"), java.nio.charset.StandardCharsets.UTF_8)
                .replace("\"withdrawn\":false", "\"withdrawn\":true")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        // Then
        await().atMost(PATIENCE).until(() -> step() == Step.CANCELLED);
        assertThat(node().unschedulable()).isFalse();
        // That the taint goes, too, is shown on a real API server by KubernetesNodeCallsIT: this stand-in only adds to
        // lists.
    }

    private void post(byte[] notice) {
        given().header("Authorization", "Bearer " + InstallationResource.TOKEN)
                .body(notice)
                .post("/notices")
                .then()
                .statusCode(202);
    }

    private NodeFacts node() {
        return NodeReader.read(client.nodes().withName("node-9").get());
    }

    private Step step() {
        return node().ledger().notices().stream()
                .map(LedgerEntry::step)
                .findFirst()
                .orElse(null);
    }
}
