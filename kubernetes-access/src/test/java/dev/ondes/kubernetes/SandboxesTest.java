package dev.ondes.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SandboxesTest {
    private static final ContainerState MADE = waiting(null);

    @Test
    void aContainerThatWasMadeWaitsForEverWithoutItsSandbox() {
        assertThat(isForgotten(sandbox("False"), MADE)).isTrue();
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("made, and about to start", sandbox("True"), MADE),
                Arguments.of("made, in a cluster that doesn't say the condition", new PodStatus(), MADE),
                Arguments.of("not made: its sandbox comes", sandbox("False"), waiting("PodInitializing")),
                Arguments.of("not made: its image is pulled", sandbox("False"), waiting("ContainerCreating")),
                Arguments.of("runs", sandbox("True"), running()),
                Arguments.of("nothing is said of it", sandbox("False"), new ContainerState()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void noOtherDoes(String what, PodStatus status, ContainerState state) {
        assertThat(isForgotten(status, state)).isFalse();
    }

    private static boolean isForgotten(PodStatus status, ContainerState state) {
        return Sandboxes.isForgotten(
                status, new ContainerStatusBuilder().withState(state).build());
    }

    private static PodStatus sandbox(String ready) {
        return new PodStatusBuilder()
                .addNewCondition()
                .withType("PodReadyToStartContainers")
                .withStatus(ready)
                .endCondition()
                .build();
    }

    private static ContainerState waiting(String reason) {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .endWaiting()
                .build();
    }

    private static ContainerState running() {
        return new ContainerStateBuilder().withNewRunning().endRunning().build();
    }
}
