package dev.ondes.scheduler;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobStarted;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.Subscriptions;
import dev.ondes.scheduler.cancel.CancelHandler;
import dev.ondes.scheduler.create.JobQueuedHandler;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.world.FakeEvents;
import dev.ondes.scheduler.world.Steps;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The service as a whole; the API server keeps objects but runs nothing, the broker is a list. */
@QuarkusTest
@QuarkusTestResource(InstallationResource.class)
class PodSchedulerTest {
    private static final String POD = "ondes-small-4711-1";

    @Inject
    KubernetesClient client;

    @Inject
    JobQueuedHandler queued;

    @Inject
    CancelHandler cancel;

    @Inject
    NodeShelf nodes;

    @Inject
    BrokerStandIn broker;

    /** Takes what the service says, and notes what it wants to hear. */
    @Alternative
    @Priority(1)
    @Singleton
    public static class BrokerStandIn implements Events, Subscriptions {
        final FakeEvents said = new FakeEvents(new Steps());
        final Set<String> open = ConcurrentHashMap.newKeySet();

        @Override
        public void publish(Event<?> event) {
            said.publish(event);
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
    void leadsTakesAJobAndCleansUpAfterIt() {
        // Given
        client.resource(node()).create();
        await().until(() -> nodes.find("node-1").isPresent());
        await().until(() -> broker.open.equals(
                Set.of("job-queued", "job-cancel-requested", "termination-notice", "termination-cancelled")));
        get("/q/health/ready").then().body("checks.data.role", hasItem("leader"));

        // When
        queued.on(new World().event(World.job()));

        // Then
        Pod pod = client.pods().inNamespace("ci").withName(POD).get();
        assertThat(pod.getMetadata().getFinalizers()).containsExactly("ondes.dev/end");
        var secret = client.secrets().inNamespace("ci").withName(POD).get();
        assertThat(secret.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner ->
                        assertThat(owner.getUid()).isEqualTo(pod.getMetadata().getUid()));
        assertThat(broker.said.of(PodCreated.class)).hasSize(1);
        await().until(() -> active() == 1);

        // When its script runs
        status(running());
        await().until(() -> broker.said.of(JobStarted.class).size() == 1);

        // And ends
        status(ended());
        await().until(() -> client.pods().inNamespace("ci").list().getItems().isEmpty());
        assertThat(broker.said.of(JobFinished.class)).singleElement().satisfies(finished -> {
            assertThat(finished.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
            assertThat(finished.cost()).isNotNull();
        });
        await().until(() -> active() == 0);
        assertThat(broker.said
                        .of(CapacityReported.class)
                        .getLast()
                        .classes()
                        .getFirst()
                        .recent())
                .containsExactly(World.JOB);
        get("/q/metrics")
                .then()
                .body(
                        containsString(
                                "ondes_scheduler_ends_total{class=\"small\",outcome=\"succeeded\",reason=\"script-succeeded\"} 1.0"))
                .body(containsString("ondes_scheduler_leading 1.0"))
                .body(containsString("ondes_job_cost_total{capacity=\"on-demand\",class=\"small\",currency=\"EUR\"}"));
        get("/q/health/live").then().statusCode(200).body("checks.name", hasItem("pod-watch"));
    }

    @Test
    void aCancelOfAJobThatNobodyKnowsIsIgnored() {
        var request = new JobCancelRequested(99, "canceled");

        cancel.on(new Event<>("e2", "/job-dispatcher", Instant.now(), "99", null, request));

        get("/q/health/live").then().body("status", equalTo("UP"));
    }

    @Test
    void keepsTheBudgetsOfItsClasses() {
        await().until(() -> client.policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace("ci")
                        .withName("ondes-small")
                        .get()
                != null);
    }

    private static Node node() {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("node-1")
                .addToLabels("node.kubernetes.io/instance-type", "m6i.large")
                .endMetadata()
                .withNewStatus()
                .addToAllocatable("cpu", Quantity.parse("2"))
                .addToAllocatable("memory", Quantity.parse("8Gi"))
                .endStatus()
                .build();
    }

    private int active() {
        List<CapacityReported> reports = broker.said.of(CapacityReported.class);
        return reports.isEmpty() ? -1 : reports.getLast().classes().getFirst().active();
    }

    private void status(List<ContainerStatus> containers) {
        Pod pod = client.pods().inNamespace("ci").withName(POD).get();
        client.resource(new PodBuilder(pod)
                        .editSpec()
                        .withNodeName("node-1")
                        .endSpec()
                        .withNewStatus()
                        .withPhase("Running")
                        .withContainerStatuses(containers)
                        .endStatus()
                        .build())
                .update();
        client.resource(new PodBuilder(
                                client.pods().inNamespace("ci").withName(POD).get())
                        .withNewStatus()
                        .withPhase("Running")
                        .withContainerStatuses(containers)
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private static List<ContainerStatus> running() {
        return List.of(new ContainerStatusBuilder()
                .withName(PodLayout.AGENT_CONTAINER)
                .withStarted(true)
                .withState(new ContainerStateBuilder()
                        .withNewRunning("2026-03-01T10:00:00Z")
                        .build())
                .build());
    }

    private static List<ContainerStatus> ended() {
        Instant now = Instant.parse("2026-03-01T10:00:05Z");
        var report = new AgentReport(
                1, EndReason.SCRIPT_SUCCEEDED, 0, null, true, true, 1200, now, now, now, now, null, false);
        return List.of(new ContainerStatusBuilder()
                .withName(PodLayout.AGENT_CONTAINER)
                .withState(new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(0)
                        .withMessage(new String(AgentJson.write(report), StandardCharsets.UTF_8))
                        .endTerminated()
                        .build())
                .build());
    }
}
