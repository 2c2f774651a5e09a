package dev.ondes.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.world.FakeGitLab;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a job whose services don't begin, or don't end. */
class ServicesFlowTest {
    private static final String FIRST = "ondes-small-4711-1";
    private static final String SECOND = "ondes-small-4711-2";
    private static final JsonNode PAYLOAD = World.json("""
            {"id": 4711, "token": "%s", "image": {"name": "gcc:14"},
             "steps": [{"name": "script", "script": ["make test"]}],
             "services": [{"name": "postgres:16"}, {"name": "redis:7"}],
             "features": {"failure_reasons": ["runner_system_failure", "runner_configuration_error"]}}
            """.formatted(FakeGitLab.TOKEN));

    private final World world = new World();
    private final World.Scheduler scheduler = world.scheduler();

    @Test
    void theJobGoesOnWithoutAServiceThatCrashes() {
        // Given
        var agent = new SimulatedAgent(world, FIRST);
        scheduler.take(World.job("small", PAYLOAD));
        agent.schedule("node-1");
        begins(FIRST, crashes("svc-0"));

        // When
        scheduler.turn();
        isOver(FIRST);
        scheduler.turn();

        // Then
        assertThat(world.gitlab.log())
                .contains("A service of the job ends as soon as it has begun (service postgres:16: Error, exit code 1;"
                        + " its last words: no password) before the script began; attempt 2 of 3 follows without it");
        assertThat(world.events.of(JobRescheduled.class))
                .singleElement()
                .satisfies(again -> assertThat(again.reason()).isEqualTo(EndReason.SERVICE_FAILED));
        assertThat(services(SECOND)).containsExactly("svc-1");
        assertThat(world.cluster
                        .pod(SECOND)
                        .orElseThrow()
                        .getSpec()
                        .getHostAliases()
                        .getFirst()
                        .getHostnames())
                .containsExactly("postgres", "redis");
    }

    @Test
    void whatALaterAttemptLacksTheOnesAfterItLackToo() {
        // Given
        scheduler.take(World.job("small", PAYLOAD));
        new SimulatedAgent(world, FIRST).schedule("node-1");
        begins(FIRST, crashes("svc-0"));
        scheduler.turn();
        isOver(FIRST);
        scheduler.turn();
        new SimulatedAgent(world, SECOND).schedule("node-2");
        begins(SECOND, crashes("svc-1"));

        // When
        scheduler.turn();
        isOver(SECOND);
        scheduler.turn();

        // Then
        assertThat(services("ondes-small-4711-3")).isEmpty();
    }

    @Test
    void theJobEndsWithTheNameOfAServiceWhoseImageIsNotThere() {
        // Given
        scheduler.take(World.job("small", PAYLOAD));
        new SimulatedAgent(world, FIRST).schedule("node-1");
        begins(
                FIRST,
                new ContainerStatusBuilder()
                        .withName("svc-0")
                        .withRestartCount(0)
                        .withNewState()
                        .withNewWaiting("postgres:16: not found", "ErrImagePull")
                        .endState()
                        .build());

        // When
        scheduler.turn();
        isOver(FIRST);
        scheduler.turn();

        // Then
        assertThat(world.events.of(JobFinished.class))
                .singleElement()
                .satisfies(end -> assertThat(end.reason()).isEqualTo(EndReason.IMAGE_NOT_FOUND));
        assertThat(world.gitlab.log()).contains("service postgres:16: ErrImagePull: postgres:16: not found");
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aServiceThatEndsWhileTheScriptRunsIsNotedForTheAgentToTellOnce() {
        // Given
        var agent = new SimulatedAgent(world, FIRST);
        scheduler.take(World.job("small", PAYLOAD));
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        begins(FIRST, endedOnce("svc-1"));

        // When
        scheduler.turn();
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(FIRST).orElseThrow().getMetadata().getAnnotations())
                .containsEntry(
                        "ondes.dev/services",
                        "1:1 Service redis:7 ended and was started anew:"
                                + " it needed more memory than a service of this class may use\n");
        assertThat(world.cluster.calls()).containsOnlyOnce("annotate pod");
    }

    /** Its processes are still there: the API server must not forget the pod before they are gone. */
    @Test
    void aPodWhoseServicesStillRunGetsAMomentToEndThem() {
        // Given
        var agent = new SimulatedAgent(world, FIRST);
        scheduler.take(World.job("small", PAYLOAD));
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        begins(
                FIRST,
                new ContainerStatusBuilder()
                        .withName("svc-0")
                        .withRestartCount(0)
                        .withState(new ContainerStateBuilder()
                                .withNewRunning()
                                .endRunning()
                                .build())
                        .build());
        agent.finish(EndReason.SCRIPT_SUCCEEDED, true);

        // When
        scheduler.turn();

        // Then
        assertThat(world.cluster.graces()).containsExactly(Optional.of(Duration.ofSeconds(1)));
    }

    /** The kubelet has removed what there was of it. */
    private void isOver(String pod) {
        world.cluster.change(
                pod,
                known -> new PodBuilder(known)
                        .editStatus()
                        .withPhase("Failed")
                        .endStatus()
                        .build());
    }

    private void begins(String pod, ContainerStatus service) {
        world.cluster.change(
                pod,
                known -> new PodBuilder(known)
                        .editStatus()
                        .addToInitContainerStatuses(service)
                        .endStatus()
                        .build());
    }

    private static ContainerStatus crashes(String container) {
        return new ContainerStatusBuilder()
                .withName(container)
                .withRestartCount(2)
                .withNewState()
                .withNewWaiting("back-off 20s", "CrashLoopBackOff")
                .endState()
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(1)
                .withReason("Error")
                .withMessage("no password\n")
                .endTerminated()
                .endLastState()
                .build();
    }

    private static ContainerStatus endedOnce(String container) {
        return new ContainerStatusBuilder()
                .withName(container)
                .withRestartCount(1)
                .withState(new ContainerStateBuilder()
                        .withNewRunning()
                        .endRunning()
                        .build())
                .withNewLastState()
                .withNewTerminated()
                .withExitCode(137)
                .withReason("OOMKilled")
                .endTerminated()
                .endLastState()
                .build();
    }

    private List<String> services(String pod) {
        return world.cluster.pod(pod).orElseThrow().getSpec().getInitContainers().stream()
                .map(Container::getName)
                .toList();
    }
}
