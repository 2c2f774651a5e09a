package dev.ondes.scheduler.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.PriceFile;
import dev.ondes.contracts.classes.PriceFile.Price;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.scheduler.nodes.NodeFacts;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Spent;
import dev.ondes.scheduler.world.Nodes;
import dev.ondes.scheduler.world.Pods;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On nodes of two CPUs and eight gibibytes. */
class AttemptCostTest {
    private static final PriceFile PRICES = new PriceFile(
            "EUR",
            List.of(
                    new Price("m6i.large", null, Map.of(), Map.of(CapacityType.ON_DEMAND, new BigDecimal("0.12"))),
                    new Price("m6i.large", "1a", Map.of(), Map.of(CapacityType.SPOT, new BigDecimal("0.04")))));

    @ParameterizedTest(name = "{0} CPU, {1}, {2} s: {3} instead of {4}")
    @CsvSource({
        // a quarter of the CPUs, an eighth of the memory
        "500m, 1Gi, 3600, 0.01,        0.03",
        // half of the memory, and few CPUs
        "100m, 4Gi, 3600, 0.02,        0.06",
        "500m, 1Gi, 60,   0.000166667, 0.0005",
        "500m, 1Gi, 0,    0,           0",
        // no more than the whole node, whatever is asked for
        "4,    1Gi, 3600, 0.04,        0.12"
    })
    void isTheLargerShareOfTheNodesPriceForTheTime(
            String cpu, String memory, long seconds, BigDecimal paid, BigDecimal onDemand) {
        JobPod pod = Pods.of(1, CapacityType.SPOT).requests(cpu, memory).get();

        Spent spent = after(seconds, pod, Nodes.spot("node-1", "ci", "1a"));

        assertThat(spent.known()).hasValueSatisfying(cost -> {
            assertThat(cost.currency()).isEqualTo("EUR");
            assertThat(cost.paid()).isEqualByComparingTo(paid);
            assertThat(cost.onDemand()).isEqualByComparingTo(onDemand);
        });
    }

    @Test
    void aPodOnAnOnDemandNodeSavesNothing() {
        JobPod pod = Pods.of(1, CapacityType.ON_DEMAND).get();

        Cost cost =
                after(3600, pod, Nodes.onDemand("node-1", "ci", "1b")).known().orElseThrow();

        assertThat(cost.paid()).isEqualByComparingTo("0.03").isEqualByComparingTo(cost.onDemand());
    }

    @Test
    void theNodesOwnLabelCountsMoreThanWhatThePodWasMadeFor() {
        JobPod pod = Pods.of(1, CapacityType.ON_DEMAND).get();

        Spent spent = after(3600, pod, Nodes.spot("node-1", "ci", "1a"));

        assertThat(spent.known().orElseThrow().paid()).isEqualByComparingTo("0.01");
    }

    @Test
    void aPodThatEndedCostsNothingMore() {
        JobPod pod = Pods.of(1, CapacityType.SPOT)
                .ended(Pods.SCHEDULED.plusSeconds(360))
                .get();

        Spent spent = after(3600, pod, Nodes.spot("node-1", "ci", "1a"));

        assertThat(spent.known().orElseThrow().paid()).isEqualByComparingTo("0.001");
    }

    @Test
    void aPodWithoutANodeCostsNothing() {
        JobPod pod = Pods.of(1, CapacityType.SPOT).withoutNode().get();

        assertThat(AttemptCost.of(pod, Optional.empty(), PRICES, Pods.SCHEDULED.plusSeconds(60)))
                .isEqualTo(new Spent.Nothing());
    }

    @Test
    void whatIsNotKnownIsNotGuessed() {
        JobPod pod = Pods.of(1, CapacityType.SPOT).get();
        NodeFacts noSpotPrice = Nodes.spot("node-1", "ci", "1b");
        NodeFacts noPrice = Nodes.of("node-1", Map.of("node.kubernetes.io/instance-type", "t3.nano"));
        NodeFacts noSize =
                new NodeFacts("node-1", Nodes.spot("node-1", "ci", "1a").labels(), 0, 0, Instant.EPOCH);

        assertThat(after(60, pod, noSpotPrice)).isEqualTo(new Spent.Unknown());
        assertThat(after(60, pod, noPrice)).isEqualTo(new Spent.Unknown());
        assertThat(after(60, pod, noSize)).isEqualTo(new Spent.Unknown());
        assertThat(AttemptCost.of(pod, Optional.empty(), PRICES, Pods.SCHEDULED.plusSeconds(60)))
                .isEqualTo(new Spent.Unknown());
    }

    private static Spent after(long seconds, JobPod pod, NodeFacts node) {
        return AttemptCost.of(pod, Optional.of(node), PRICES, Pods.SCHEDULED.plusSeconds(seconds));
    }
}
