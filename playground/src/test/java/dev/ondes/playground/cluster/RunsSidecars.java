package dev.ondes.playground.cluster;

import static dev.ondes.playground.cluster.TestPods.status;
import static dev.ondes.playground.cluster.TestPods.waitingReason;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Init containers that go on: what services of jobs are. */
interface RunsSidecars extends WithCluster {
    @Test
    default void aSidecarBeginsBeforeTheOthersHasItsNamesAndEndsWithThem() {
        // Given
        PodBuilder pod = pods().script("grep greeter.test /etc/hosts");
        withSidecar(pod, "trap 'exit 0' TERM; while :; do sleep 0.1; done");
        pod.editSpec()
                .addNewHostAlias()
                .withIp("127.0.0.1")
                .addToHostnames("greeter", "greeter.test")
                .endHostAlias()
                .endSpec();

        // When
        Pod end = pods().awaitPhase(pods().create(pod), "Succeeded");

        // Then
        var sidecar = sidecar(end).orElseThrow().getState().getTerminated();
        var main = status(end, "main").orElseThrow().getState().getTerminated();
        assertThat(Instant.parse(sidecar.getStartedAt())).isBeforeOrEqualTo(Instant.parse(main.getStartedAt()));
        assertThat(Instant.parse(sidecar.getFinishedAt())).isAfterOrEqualTo(Instant.parse(main.getFinishedAt()));
        assertThat(main.getExitCode()).isZero();
    }

    /**
     * And is started anew, with its last words in the pod's status. Without a probe it counts as started when somebody looks while it runs,
     * however short that is.
     */
    @Test
    default void aSidecarThatEndsBeforeItHasStartedKeepsTheOthersFromTheirBegin() {
        // Given
        PodBuilder pod = pods().script("exit 0");
        withSidecar(pod, "echo no password is set; exit 3");
        pod.editSpec()
                .editFirstInitContainer()
                .withNewStartupProbe()
                .withNewExec()
                .withCommand("false")
                .endExec()
                .withPeriodSeconds(1)
                .withFailureThreshold(100)
                .endStartupProbe()
                .endInitContainer()
                .endSpec();

        // When
        Pod crashing = pods().await(
                        pods().create(pod),
                        found -> sidecar(found)
                                .filter(status -> status.getRestartCount() > 0
                                        && status.getLastState().getTerminated() != null)
                                .isPresent());

        // Then
        var last = sidecar(crashing).orElseThrow().getLastState().getTerminated();
        assertThat(last.getExitCode()).isEqualTo(3);
        assertThat(last.getMessage()).contains("no password is set");
        assertThat(waitingReason(crashing, "main")).isNotEmpty();
        assertThat(crashing.getStatus().getPhase()).isEqualTo("Pending");
    }

    private static void withSidecar(PodBuilder pod, String script) {
        pod.editSpec()
                .addNewInitContainer()
                .withName("svc-0")
                .withImage(Images.SAMPLE_BUILD)
                .withImagePullPolicy("IfNotPresent")
                .withRestartPolicy("Always")
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withCommand("bash", "-c", script)
                .endInitContainer()
                .endSpec();
    }

    private static Optional<ContainerStatus> sidecar(Pod pod) {
        return pod.getStatus().getInitContainerStatuses().stream().findFirst();
    }
}
