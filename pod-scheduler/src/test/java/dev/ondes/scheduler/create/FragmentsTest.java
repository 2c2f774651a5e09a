package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.classes.Allowance;
import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.ClassFileException;
import dev.ondes.contracts.classes.ClassVolume;
import dev.ondes.scheduler.world.Classes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator reads of keys that only Kubernetes knows. */
class FragmentsTest {
    private static ClassFile with(Map<String, Object> source, Map<String, Object> spec) {
        var volume = new ClassVolume("cache", "/cache", null, false, "emptyDir", source);
        return Classes.file(Classes.with(PodPlanTest.settings(List.of(volume), spec), Allowance.USUAL));
    }

    @Test
    void whatKubernetesKnowsIsTaken() {
        Map<String, Object> spec = Map.of(
                "priorityClassName",
                "ci",
                "containers",
                List.of(Map.of("name", "build", "resources", Map.of("limits", Map.of("nvidia.com/gpu", 1)))));

        assertThatCode(() -> Fragments.check(with(Map.of("medium", "Memory", "sizeLimit", "1Gi"), spec)))
                .doesNotThrowAnyException();
    }

    @Test
    void allThatItDoesNotKnowIsNamedWithItsClassAtOnce() {
        Map<String, Object> spec =
                Map.of("containers", List.of(Map.of("name", "build", "ports", List.of(Map.of("port", 80)))));

        assertThatThrownBy(() -> Fragments.check(with(Map.of("medum", "Memory"), spec)))
                .isInstanceOf(ClassFileException.class)
                .hasMessage("""
                        class small: pod.volumes.emptyDir.medum: is no key that Kubernetes knows there; correct or remove it
                        class small: pod.spec.containers[0].ports[0].port: is no key that Kubernetes knows there; correct or remove it""");
    }

    @Test
    void aTextIsNoNumberThatItLooksLike() {
        Map<String, Object> spec = Map.of("securityContext", Map.of("fsGroup", "0400"));

        assertThatThrownBy(() -> Fragments.check(with(Map.of(), spec)))
                .hasMessageStartingWith("class small: pod.spec.securityContext.fsGroup: is not of the kind");
    }

    @Test
    void whatIsOfTheWrongKindIsNamed() {
        assertThatThrownBy(() -> Fragments.check(with(Map.of(), Map.of("dnsConfig", List.of("8.8.8.8")))))
                .hasMessage("class small: pod.spec.dnsConfig: is not of the kind that Kubernetes wants there;"
                        + " see kubectl explain pod.spec");
    }
}
