package dev.ondes.spot.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.node.NodeMarks;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodFactsTest {

    @Test
    void anOrdinaryPodIsNeitherSparedNorLeftForTheEnd() {
        PodFacts pod = read(one -> one);

        assertThat(pod)
                .isEqualTo(
                        new PodFacts("apps", "web", "u1", false, false, false, false, false, Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @CsvSource({"system-node-critical, true", "system-cluster-critical, true", "ci-high, false"})
    void criticalIsWhatKubernetesCallsSo(String priorityClass, boolean critical) {
        PodFacts pod =
                read(one -> one.editSpec().withPriorityClassName(priorityClass).endSpec());

        assertThat(pod.critical()).isEqualTo(critical);
    }

    @ParameterizedTest
    @CsvSource({"DaemonSet, true", "ReplicaSet, false"})
    void podsOfDaemonSetsStay(String owner, boolean stays) {
        PodFacts pod = read(one -> one.editMetadata()
                .addNewOwnerReference()
                .withKind(owner)
                .endOwnerReference()
                .endMetadata());

        assertThat(pod.stays()).isEqualTo(stays);
    }

    @Test
    void staticPodsStay() {
        assertThat(read(one -> one.editMetadata()
                                .addToAnnotations("kubernetes.io/config.mirror", "x")
                                .endMetadata())
                        .stays())
                .isTrue();
    }

    @Test
    void jobsOfOndesAreCi() {
        assertThat(read(one -> one.editMetadata()
                                .addToLabels(NodeMarks.MANAGED_BY, NodeMarks.ONDES)
                                .endMetadata())
                        .ci())
                .isTrue();
    }

    private static PodFacts read(UnaryOperator<PodBuilder> change) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("apps")
                .withName("web")
                .withUid("u1")
                .endMetadata()
                .withNewSpec()
                .endSpec();
        return PodFacts.read(change.apply(pod).build());
    }
}
