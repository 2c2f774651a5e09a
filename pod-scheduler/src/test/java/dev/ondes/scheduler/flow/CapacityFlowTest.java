package dev.ondes.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.PriceFile;
import dev.ondes.contracts.classes.PriceFile.Price;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.world.Classes;
import dev.ondes.scheduler.world.Nodes;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.Pod;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a job's attempts go, and what they cost. */
class CapacityFlowTest {
    private static final String FIRST = "ondes-small-4711-1";
    private static final String SECOND = "ondes-small-4711-2";
    private static final PriceFile PRICES = new PriceFile(
            "EUR",
            List.of(new Price(
                    "m6i.large",
                    null,
                    Map.of(),
                    Map.of(
                            CapacityType.ON_DEMAND,
                            new BigDecimal("0.12"),
                            CapacityType.SPOT,
                            new BigDecimal("0.04")))));

    private final World world = new World();

    @ParameterizedTest(name = "{0}")
    @CsvSource({"spot, SPOT", "on-demand, ON_DEMAND"})
    void aJobGetsTheCapacityThatItAsksFor(String wish, CapacityType capacity) {
        world.scheduler().take(World.job("small", Classes.asking(wish)));

        assertThat(created()).containsExactly(capacity);
        boolean onSpot = world.cluster
                .pod(FIRST)
                .orElseThrow()
                .getSpec()
                .getNodeSelector()
                .containsKey("pool");
        assertThat(onSpot).isEqualTo(capacity == CapacityType.SPOT);
    }

    @Test
    void aJobThatAsksForWhatItsClassHasNotIsToldWhatThereIs() {
        world.scheduler(Classes.file(Classes.with(List.of(CapacityType.SPOT), Map.of())))
                .take(World.job("small", Classes.asking("on-demand")));

        assertThat(finished().reason()).isEqualTo(EndReason.SETTINGS_INVALID);
        assertThat(world.gitlab.ends()).containsExactly("runner_configuration_error");
        assertThat(world.gitlab.log())
                .contains("The job asks for something that its class doesn't allow:"
                        + " ONDES_CAPACITY must be spot in class small");
        assertThat(world.cluster.calls()).isEmpty();
    }

    @Test
    void aJobThatAsksForOnDemandNeverComesToSpot() {
        // Given
        var scheduler = world.scheduler();
        scheduler.take(World.job("small", Classes.asking("on-demand")));
        loseNodeOf(FIRST, "node-1");

        // When
        scheduler.turn();
        Duration wait = scheduler.turn();

        // Then: it waits as long as on its last capacity
        assertThat(created()).containsExactly(CapacityType.ON_DEMAND, CapacityType.ON_DEMAND);
        assertThat(wait).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aRestartedSchedulerKnowsWhatTheJobAskedFor() {
        world.scheduler().take(World.job("small", Classes.asking("on-demand")));

        assertThat(world.scheduler().turn()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aJobThatUsuallyTakesLongBeginsOnOnDemand() {
        ClassFile classes =
                Classes.file(Classes.onDemandFrom(Duration.ofMinutes(20), CapacityType.SPOT, CapacityType.ON_DEMAND));
        world.usually(job -> job.jobName().equals("unit test") ? Optional.of(Duration.ofHours(1)) : Optional.empty());

        world.scheduler(classes).take(World.job());

        assertThat(created()).containsExactly(CapacityType.ON_DEMAND);
    }

    @Test
    void aJobLostByChanceIsKeptAwayFromThatPoolWhileThereAreOthers() {
        world.nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        var scheduler = world.scheduler();
        scheduler.take(World.job());
        loseNodeOf(FIRST, "node-1");

        scheduler.turn();

        Pod second = world.cluster.pod(SECOND).orElseThrow();
        assertThat(created()).containsExactly(CapacityType.SPOT, CapacityType.SPOT);
        assertThat(second.getSpec()
                        .getAffinity()
                        .getNodeAffinity()
                        .getPreferredDuringSchedulingIgnoredDuringExecution())
                .isNotEmpty();
        assertThat(second.getSpec().getAffinity().getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                .isNull();
    }

    @Test
    void aPoolThatLosesTwoNodesIsBarredForTheNextPods() {
        // Given
        world.nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        world.nodes.seen(Nodes.spot("node-2", "ci", "1a"));
        world.nodes.seen(Nodes.spot("node-3", "ci", "1b"));
        var scheduler = world.scheduler();
        scheduler.take(World.job());
        loseNodeOf(FIRST, "node-1");
        scheduler.turn();

        // When
        loseNodeOf(SECOND, "node-2");
        scheduler.turn();
        scheduler.pools().nodeLost(CapacityType.SPOT, "node-2", null, null);

        // Then
        assertThat(scheduler.pools().skippedPools()).containsExactly(Nodes.pool("ci", "1a"));
        assertThat(created()).containsExactly(CapacityType.SPOT, CapacityType.SPOT, CapacityType.ON_DEMAND);
    }

    @Test
    void podsThatFindNoSpotNodeSendTheNextJobsToOnDemandAtOnce() {
        // Given two jobs' worth of failures
        var scheduler = world.scheduler();
        scheduler.pools().unschedulable("small", CapacityType.SPOT, "another-pod");
        scheduler.take(World.job());
        world.clock.add(Duration.ofMinutes(2));
        scheduler.turn();
        scheduler.turn();

        // Then
        assertThat(created()).containsExactly(CapacityType.SPOT, CapacityType.ON_DEMAND);
        assertThat(scheduler.pools().hasNoRoom("small", CapacityType.SPOT)).isTrue();
    }

    @Test
    void aPodThatFoundANodeSaysThatThereIsRoom() {
        var scheduler = world.scheduler();
        scheduler.pools().unschedulable("small", CapacityType.SPOT, "another-pod");
        scheduler.pools().unschedulable("small", CapacityType.SPOT, "yet-another");
        world.clock.add(Duration.ofMinutes(3));
        scheduler.take(World.job());
        new SimulatedAgent(world, FIRST).schedule("node-1");
        scheduler.turn();

        scheduler.pools().unschedulable("small", CapacityType.SPOT, "a-third");

        assertThat(scheduler.pools().hasNoRoom("small", CapacityType.SPOT)).isFalse();
    }

    @Test
    void theCostOfAllAttemptsStandsInTheEnd() {
        // Given: half an hour on spot, lost, and an hour on spot
        world.nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        world.nodes.seen(Nodes.spot("node-2", "ci", "1b"));
        world.prices(PRICES);
        var scheduler = world.scheduler();
        scheduler.take(World.job());
        var agent = new SimulatedAgent(world, FIRST);
        agent.schedule("node-1");
        agent.prepare();
        world.clock.add(Duration.ofMinutes(30));
        agent.loseNode();
        world.nodes.vanished("node-1");
        scheduler.turn();
        var next = new SimulatedAgent(world, SECOND);
        next.schedule("node-2");
        next.prepare();
        next.open();
        world.clock.add(Duration.ofHours(1));
        next.finish(EndReason.SCRIPT_SUCCEEDED, true);

        // When a scheduler that was restarted meanwhile ends it
        world.scheduler().turn();

        // Then: 550m of 2 CPUs for an hour and a half
        assertThat(finished().cost()).isNotNull().satisfies(cost -> {
            assertThat(cost.currency()).isEqualTo("EUR");
            assertThat(cost.paid()).isEqualByComparingTo("0.0165");
            assertThat(cost.onDemand()).isEqualByComparingTo("0.0495");
        });
        assertThat(world.meters.get("ondes.job.cost.wasted").counter().count()).isBetween(0.0054, 0.0056);
    }

    @Test
    void aJobOnANodeWithoutAPriceHasNoCost() {
        world.prices(PRICES);
        world.nodes.seen(Nodes.of("node-1", Map.of("node.kubernetes.io/instance-type", "t3.nano")));
        var scheduler = world.scheduler();
        scheduler.take(World.job());
        var agent = new SimulatedAgent(world, FIRST);
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        agent.finish(EndReason.SCRIPT_SUCCEEDED, true);

        scheduler.turn();

        assertThat(finished().cost()).isNull();
    }

    @Test
    void podsAreNotToBeMovedByAutoscalers() {
        world.scheduler().take(World.job());

        assertThat(world.cluster.pod(FIRST).orElseThrow().getMetadata().getAnnotations())
                .containsEntry("cluster-autoscaler.kubernetes.io/safe-to-evict", "false")
                .containsEntry("karpenter.sh/do-not-disrupt", "true");
    }

    private void loseNodeOf(String pod, String node) {
        var agent = new SimulatedAgent(world, pod);
        agent.schedule(node);
        agent.prepare();
        agent.loseNode();
    }

    private List<CapacityType> created() {
        return world.events.of(PodCreated.class).stream()
                .map(PodCreated::capacity)
                .toList();
    }

    private JobFinished finished() {
        assertThat(world.events.of(JobFinished.class)).hasSize(1);
        return world.events.of(JobFinished.class).getFirst();
    }
}
