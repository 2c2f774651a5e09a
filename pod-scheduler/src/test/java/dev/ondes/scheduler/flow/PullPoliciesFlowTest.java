package dev.ondes.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.world.FakeGitLab;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows an image that can't be pulled by the first of its policies. */
class PullPoliciesFlowTest {
    private static final String FIRST = "ondes-small-4711-1";
    private static final String SECOND = "ondes-small-4711-2";
    private static final String THIRD = "ondes-small-4711-3";
    private static final String AWAY = "dial tcp 10.0.0.1:443: connection refused";
    private static final JsonNode PAYLOAD = World.json("""
            {"id": 4711, "token": "%s",
             "image": {"name": "gcc:14", "pull_policy": ["always", "if-not-present"]},
             "services": [{"name": "redis:7", "pull_policy": ["always"]}],
             "steps": [{"name": "script", "script": ["make test"]}],
             "features": {"failure_reasons": ["runner_system_failure", "runner_configuration_error"]}}
            """.formatted(FakeGitLab.TOKEN));

    private final World world = new World();
    private final World.Scheduler scheduler = world.scheduler();

    @Test
    void theNextAttemptPullsByTheNextPolicyAtOnce() {
        // Given
        scheduler.take(World.job("small", PAYLOAD));
        assertThat(policies(FIRST)).containsExactly("Always", "IfNotPresent", "Always");

        // When
        fails(FIRST, AWAY);

        // Then
        assertThat(policies(SECOND)).containsExactly("Always", "IfNotPresent", "IfNotPresent");
        assertThat(world.gitlab.log())
                .contains("The job's image could not be pulled (ErrImagePull: " + AWAY + ") before the script began;"
                        + " attempt 2 of 3 follows with the next pull_policy");
    }

    @Test
    void laterAttemptsStayWithIt() {
        // Given
        scheduler.take(World.job("small", PAYLOAD));
        fails(FIRST, AWAY);

        // When: its node vanishes
        new SimulatedAgent(world, SECOND).schedule("node-1");
        isOver(SECOND, "NodeLost");
        scheduler.turn();

        // Then
        assertThat(policies(THIRD)).containsExactly("Always", "IfNotPresent", "IfNotPresent");
    }

    /** Of an image that is not there it is the job's end only when no policy is left. */
    @Test
    void theJobEndsWhereTheLastPolicyFails() {
        // Given
        scheduler.take(World.job("small", PAYLOAD));
        fails(FIRST, "gcc:14: not found");
        assertThat(world.cluster.pod(SECOND)).isPresent();

        // When
        fails(SECOND, "gcc:14: not found");

        // Then
        assertThat(world.events.of(JobFinished.class))
                .singleElement()
                .satisfies(end -> assertThat(end.reason()).isEqualTo(EndReason.IMAGE_NOT_FOUND));
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    private void fails(String pod, String message) {
        new SimulatedAgent(world, pod).schedule("node-1");
        world.cluster.change(
                pod,
                known -> new PodBuilder(known)
                        .editStatus()
                        .addToContainerStatuses(new ContainerStatusBuilder()
                                .withName("build")
                                .withRestartCount(0)
                                .withNewState()
                                .withNewWaiting(message, "ErrImagePull")
                                .endState()
                                .build())
                        .endStatus()
                        .build());
        scheduler.turn();
        isOver(pod, null);
        scheduler.turn();
    }

    private void isOver(String pod, @Nullable String reason) {
        world.cluster.change(
                pod,
                known -> new PodBuilder(known)
                        .editStatus()
                        .withPhase("Failed")
                        .withReason(reason)
                        .endStatus()
                        .build());
    }

    /** Of services, agent and build container. */
    private List<String> policies(String pod) {
        var spec = world.cluster.pod(pod).orElseThrow().getSpec();
        return Stream.of(spec.getInitContainers(), spec.getContainers())
                .flatMap(List::stream)
                .map(Container::getImagePullPolicy)
                .toList();
    }
}
