package dev.ondes.spot;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.DetectedNoticeJson;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.Subscriptions;
import dev.ondes.spot.lead.NoticeHandler;
import dev.ondes.spot.node.CiPods;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.NodeReader;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The service as a whole; the API server keeps objects but runs nothing, the broker is a list. */
@QuarkusTest
@TestProfile(SpotWatcherTest.WithoutBroker.class)
@QuarkusTestResource(value = InstallationResource.class, restrictToAnnotatedClass = true)
class SpotWatcherTest {
    private static final Path LOG = Path.of("target", "spot-watcher-test.json.log");

    @Inject
    KubernetesClient client;

    @Inject
    NoticeHandler notices;

    @Inject
    CiPods pods;

    @Inject
    BrokerStandIn broker;

    /** The stand-in for this class alone: the integration test has a broker. */
    public static class WithoutBroker implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.log.file.enabled", "true",
                    "quarkus.log.file.json.enabled", "true",
                    "quarkus.log.file.path", LOG.toString());
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(BrokerStandIn.class);
        }
    }

    /** Takes what the service says, and notes what it wants to hear. */
    @Alternative
    @Singleton
    public static class BrokerStandIn implements Events, Subscriptions {
        final List<Event<?>> said = new CopyOnWriteArrayList<>();
        final Set<String> open = ConcurrentHashMap.newKeySet();

        @Override
        public void publish(Event<?> event) {
            said.add(event);
        }

        @Override
        public void open(String channel) {
            open.add(channel);
        }

        @Override
        public void close(String channel) {
            open.remove(channel);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void takesADetectorsNoticeMarksTheNodeAndTells() {
        // Given
        client.resource(node("node-1", "i-0aaaaaaaaaaaaaaa1")).create();
        await().until(() -> broker.open.equals(Set.of("termination-notice", "termination-cancelled")));
        get("/q/health/ready").then().body("checks.data.role", hasItem("leader"));

        // When
        given().header("Authorization", "Bearer " + InstallationResource.TOKEN)
                .body(notice("i-0aaaaaaaaaaaaaaa1", "node-1"))
                .post("/notices")
                .then()
                .statusCode(202);

        // Then
        assertThat(said("node-1"))
                .singleElement()
                .satisfies(event -> assertThat(event.type().routingKey()).isEqualTo("spot.termination-notice"));
        assertThat(ledgerStep("node-1")).isNull();
        notices.on((Event<TerminationNotice>) said("node-1").getFirst());
        var node = NodeReader.read(client.nodes().withName("node-1").get());
        assertThat(node.unschedulable()).isTrue();
        assertThat(node.taints())
                .singleElement()
                .satisfies(taint -> assertThat(taint.getKey())
                        .isEqualTo("status-taint.cluster-autoscaler.kubernetes.io/ondes-spot"));
        await().until(() -> said("node-1").stream().anyMatch(event -> event.data() instanceof NodeDrained));
        assertThat(ledgerStep("node-1")).isEqualTo(Step.DRAINED);
        await().untilAsserted(() -> assertThat(
                        client.v1().events().inNamespace("default").list().getItems())
                .anySatisfy(event -> {
                    assertThat(event.getReason()).isEqualTo("SpotInterruption");
                    assertThat(event.getInvolvedObject().getName()).isEqualTo("node-1");
                }));
        get("/q/metrics")
                .then()
                .body(containsString(
                        "ondes_spot_notices_total{kind=\"spot-interruption\",result=\"taken\",source=\"imds\"}"))
                .body(containsString("ondes_spot_left_at_publish_seconds"))
                .body(containsString("ondes_spot_interruptions_total{cause=\"spot\",kind=\"spot-interruption\","
                        + "type=\"m6i.large\",zone=\"eu-west-1a\"} 1.0"))
                .body(containsString("ondes_spot_leading 1.0"));
        get("/q/health/live").then().statusCode(200).body("checks.name", hasItem("watches"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void tellsOnItsJobsPodsAndSaysThatAllHasLeftWhenTheLastOfThemIsGone() {
        // Given
        client.resource(node("node-3", "i-0aaaaaaaaaaaaaaa3")).create();
        client.resource(jobPod("ondes-small-4711-1", "node-3")).create();
        await().until(() -> broker.open.equals(Set.of("termination-notice", "termination-cancelled")));
        byte[] notice = notice("i-0aaaaaaaaaaaaaaa3", "node-3");
        await().until(() -> pods.on("node-3").size() == 1);
        assertThat(say(notice)).isEqualTo(202);

        // When
        notices.on((Event<TerminationNotice>) said("node-3").getFirst());

        // Then
        await().untilAsserted(() -> assertThat(
                        client.v1().events().inNamespace("ci").list().getItems())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getReason()).isEqualTo("SpotInterruption");
                    assertThat(event.getInvolvedObject().getKind()).isEqualTo("Pod");
                    assertThat(event.getInvolvedObject().getName()).isEqualTo("ondes-small-4711-1");
                }));
        await().until(() -> ledgerStep("node-3") == Step.DRAINED);
        assertThat(say(notice)).isEqualTo(202);
        client.pods().inNamespace("ci").withName("ondes-small-4711-1").delete();
        await().until(() -> say(notice) == 200);
    }

    @Test
    @SuppressWarnings("unchecked")
    void putsOnRecordWhoElseSaysIt() {
        // Given
        client.resource(node("node-5", "i-0aaaaaaaaaaaaaaa5")).create();
        await().until(() -> broker.open.equals(Set.of("termination-notice", "termination-cancelled")));
        byte[] notice = notice("i-0aaaaaaaaaaaaaaa5", "node-5");
        assertThat(say(notice)).isEqualTo(202);
        notices.on((Event<TerminationNotice>) said("node-5").getFirst());

        // When
        byte[] another = new String(notice, UTF_8)
                .replace("\"source\":\"imds\"", "\"source\":\"another\"")
                .getBytes(UTF_8);
        assertThat(say(another)).as("200 once the node is drained").isIn(200, 202);

        // Then
        await().untilAsserted(() -> assertThat(
                        NodeReader.read(client.nodes().withName("node-5").get())
                                .ledger()
                                .notices())
                .singleElement()
                .satisfies(entry -> assertThat(entry.sources()).containsExactly("imds", "another")));
    }

    private static int say(byte[] notice) {
        return given().header("Authorization", "Bearer " + InstallationResource.TOKEN)
                .body(notice)
                .post("/notices")
                .statusCode();
    }

    private List<Event<?>> said(String node) {
        return broker.said.stream()
                .filter(event -> event.data() instanceof TerminationNotice notice
                                && notice.node().equals(node)
                        || event.data() instanceof NodeDrained drained
                                && drained.node().equals(node))
                .toList();
    }

    private static io.fabric8.kubernetes.api.model.Pod jobPod(String name, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("ci")
                .addToLabels(NodeMarks.MANAGED_BY, NodeMarks.ONDES)
                .addToLabels(NodeMarks.JOB, "4711")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();
    }

    /** The console's lines are made by the same formatter. */
    @Test
    void logsAsJsonWhereThatIsWanted() throws IOException {
        client.resource(node("node-4", "i-0aaaaaaaaaaaaaaa4")).create();

        assertThat(say(notice("i-0aaaaaaaaaaaaaaa4", "node-4"))).isEqualTo(202);

        var json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(LOG)) {
            lines.add(json.readTree(line));
        }
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.path("timestamp").asText()).isNotEmpty())
                .anySatisfy(line -> {
                    assertThat(line.path("level").asText()).isEqualTo("INFO");
                    assertThat(line.path("message").asText())
                            .startsWith("The cloud takes this spot node back node=node-4 reason=spot-interruption");
                });
    }

    @Test
    void refusesWhoHasNoTokenAndWhatIsNoNotice() {
        given().body(notice("i-0b", "node-2")).post("/notices").then().statusCode(401);
        given().header("Authorization", "Bearer wrong")
                .body(notice("i-0b", "node-2"))
                .post("/notices")
                .then()
                .statusCode(401);
        given().header("Authorization", "Bearer " + InstallationResource.TOKEN)
                .body("{\"provider\":\"mars\"}")
                .post("/notices")
                .then()
                .statusCode(400)
                .body(containsString("'provider'"));
    }

    private Step ledgerStep(String node) {
        return NodeReader.read(client.nodes().withName(node).get()).ledger().notices().stream()
                .map(entry -> entry.step())
                .findFirst()
                .orElse(null);
    }

    static io.fabric8.kubernetes.api.model.Node node(String name, String instance) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("topology.kubernetes.io/zone", "eu-west-1a")
                .addToLabels("node.kubernetes.io/instance-type", "m6i.large")
                .addToLabels("eks.amazonaws.com/capacityType", "SPOT")
                .endMetadata()
                .withNewSpec()
                .withProviderID("aws:///eu-west-1a/" + instance)
                .endSpec()
                .build();
    }

    static byte[] notice(String instance, String node) {
        Instant now = Instant.now();
        return DetectedNoticeJson.write(new DetectedNotice(
                Provider.AWS,
                instance,
                node,
                "m6i.large",
                "eu-west-1a",
                NoticeKind.SPOT_INTERRUPTION,
                InstanceAction.TERMINATE,
                now,
                now.plusSeconds(120),
                DetectedNotice.IMDS,
                "raw",
                false));
    }
}
