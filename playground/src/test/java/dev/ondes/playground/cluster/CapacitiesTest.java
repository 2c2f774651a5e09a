package dev.ondes.playground.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.NodeChoice.Toleration;
import dev.ondes.contracts.job.CapacityType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacitiesTest {
    private static final String REST = """
            gitlab: http://127.0.0.1:8080
            classes:
              - {name: small, limit: 1, namespace: jobs, image: busybox}
            """;

    @Test
    void leadsPodsToTheNodesOfEachCapacity(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("classes.yaml"), Capacities.yaml(ClusterNode.THREE) + REST);

        ClassFile read = ClassFile.read(file, ClassFile.Tokens.LEFT_OUT);

        assertThat(read.capacities().get(CapacityType.SPOT)).satisfies(spot -> {
            assertThat(spot.nodeSelector()).containsOnly(Map.entry(ClusterNode.CAPACITY_LABEL, "spot"));
            assertThat(spot.tolerations()).containsExactly(new Toleration("ondes.dev/spot", "true", "NoSchedule"));
        });
        assertThat(read.capacities().get(CapacityType.ON_DEMAND)).satisfies(onDemand -> {
            assertThat(onDemand.nodeSelector()).containsOnly(Map.entry(ClusterNode.CAPACITY_LABEL, "on-demand"));
            assertThat(onDemand.tolerations()).isEmpty();
        });
    }

    @Test
    void saysNothingWhereNoNodeHasACapacity() {
        assertThat(Capacities.yaml(List.of(new ClusterNode("node1", Map.of(), List.of()))))
                .isEmpty();
    }
}
