package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CiPodsTest {
    /** A node's notice names the jobs that it takes with it: not those that had ended when their pods were let go. */
    @ParameterizedTest(name = "phase {0}, agent ended: {1}, disrupted: {2}: lost {3}")
    @CsvSource({
        "Running,   false, false, true",
        "Running,   true,  false, false",
        "Running,   true,  true,  true",
        "Succeeded, true,  false, false",
        "Failed,    true,  false, false",
        "Failed,    false, true,  true",
        "Pending,   false, false, true"
    })
    void aPodThatIsGoneWasLostUnlessItsAgentHadEnded(String phase, boolean ended, boolean disrupted, boolean lost) {
        assertThat(CiPods.lost(pod(phase, ended, disrupted))).isEqualTo(lost);
    }

    private static Pod pod(String phase, boolean ended, boolean disrupted) {
        var status = new PodStatusBuilder().withPhase(phase);
        if (ended) {
            status.addNewContainerStatus()
                    .withName("agent")
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(0)
                    .endTerminated()
                    .endState()
                    .endContainerStatus();
        }
        if (disrupted) {
            status.addNewCondition()
                    .withType("DisruptionTarget")
                    .withStatus("True")
                    .endCondition();
        }
        return new PodBuilder()
                .withNewMetadata()
                .withName("ondes-small-4711-1")
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .endSpec()
                .withStatus(status.build())
                .build();
    }
}
