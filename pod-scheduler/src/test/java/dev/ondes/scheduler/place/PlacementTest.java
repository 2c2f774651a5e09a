package dev.ondes.scheduler.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.nodes.Pool;
import dev.ondes.scheduler.world.Classes;
import dev.ondes.scheduler.world.Nodes;
import dev.ondes.scheduler.world.Pods;
import dev.ondes.scheduler.world.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.threeten.extra.MutableClock;

class PlacementTest {
    private static final Pool FAILING = Nodes.pool("ci", "1a");
    private static final Pool WELL = Nodes.pool("ci", "1b");

    private final MutableClock clock = MutableClock.of(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
    private final NodeShelf nodes = new NodeShelf(clock);
    private final PoolMemory memory = new PoolMemory(
            nodes,
            new BackOff(2, Duration.ofMinutes(10), Duration.ofMinutes(3), Duration.ofHours(1)),
            clock,
            new SimpleMeterRegistry());
    private Optional<Duration> usual = Optional.empty();

    @Test
    void goesToTheFirstCapacityOfItsClass() {
        Place place = first(Classes.small());

        assertThat(place.capacity()).isEqualTo(CapacityType.SPOT);
        assertThat(place.order()).containsExactly(CapacityType.SPOT, CapacityType.ON_DEMAND);
        assertThat(place.nodes()).isEqualTo(World.classes().capacities().get(CapacityType.SPOT));
        assertThat(place.barred()).isEmpty();
        assertThat(place.shunned()).isEmpty();
    }

    @Test
    void keepsAwayFromAFailingPoolWhereOthersAreWell() {
        nodes.seen(Nodes.spot("well", "ci", "1b"));
        fail("1a");

        Place place = first(Classes.small());

        assertThat(place.capacity()).isEqualTo(CapacityType.SPOT);
        assertThat(place.barred()).containsExactly(FAILING);
    }

    @Test
    void takesTheNextCapacityWhenEveryPoolFails() {
        fail("1a");
        fail("1b");

        Place place = first(Classes.small());

        assertThat(place.capacity()).isEqualTo(CapacityType.ON_DEMAND);
        assertThat(place.order()).containsExactly(CapacityType.SPOT, CapacityType.ON_DEMAND);
        assertThat(place.nodes()).isNull();
        assertThat(place.barred()).isEmpty();
    }

    @Test
    void nodesThatItsPodsCanNotReachSaveNoPool() {
        fail("1a");
        nodes.seen(Nodes.onDemand("other", "ci", "1c"));
        nodes.seen(Nodes.of("foreign", Map.of(Nodes.GROUP, "web", "lifecycle", "Ec2Spot")));

        assertThat(first(Classes.small()).capacity()).isEqualTo(CapacityType.ON_DEMAND);
    }

    @Test
    void triesFailingPoolsWhereThereIsNothingElse() {
        fail("1a");

        Place place = first(Classes.with(List.of(CapacityType.SPOT), Map.of()));

        assertThat(place.capacity()).isEqualTo(CapacityType.SPOT);
        assertThat(place.barred()).isEmpty();
        assertThat(place.shunned()).containsExactly(FAILING);
    }

    @Test
    void takesTheNextCapacityWhenTheFirstHasNoRoomForTheClass() {
        memory.unschedulable("small", CapacityType.SPOT, "pod-1");
        memory.unschedulable("small", CapacityType.SPOT, "pod-2");

        assertThat(first(Classes.small()).capacity()).isEqualTo(CapacityType.ON_DEMAND);
        clock.add(Duration.ofMinutes(3));
        assertThat(first(Classes.small()).capacity()).isEqualTo(CapacityType.SPOT);
    }

    @ParameterizedTest(name = "usually {0} minutes: {1}")
    @CsvSource(
            nullValues = "-",
            value = {"-, SPOT", "20, SPOT", "21, ON_DEMAND"})
    void whatUsuallyTakesLongBeginsOnOnDemand(Integer minutes, CapacityType capacity) {
        usual = Optional.ofNullable(minutes).map(Duration::ofMinutes);

        Place place = first(Classes.onDemandFrom(Duration.ofMinutes(20), CapacityType.SPOT, CapacityType.ON_DEMAND));

        assertThat(place.capacity()).isEqualTo(capacity);
    }

    @Test
    void aClassThatDoesNotMindGetsLongJobsOnSpot() {
        usual = Optional.of(Duration.ofHours(3));

        assertThat(first(Classes.small()).capacity()).isEqualTo(CapacityType.SPOT);
    }

    @Test
    void theNextAttemptShunsThePoolWhereTheLastWasLost() {
        nodes.seen(Nodes.spot("node-1", "ci", "1b"));

        Place place = next(CapacityType.SPOT, false);

        assertThat(place.capacity()).isEqualTo(CapacityType.SPOT);
        assertThat(place.barred()).isEmpty();
        assertThat(place.shunned()).containsExactly(WELL);
    }

    @Test
    void aPoolThatIsBarredNeedNotBeShunned() {
        nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        nodes.seen(Nodes.spot("well", "ci", "1b"));
        fail("1a");

        Place place = next(CapacityType.SPOT, false);

        assertThat(place.barred()).containsExactly(FAILING);
        assertThat(place.shunned()).isEmpty();
    }

    @Test
    void theLastAttemptStaysOnOnDemandWhateverFailed() {
        nodes.seen(Nodes.spot("node-1", "ci", "1a"));
        memory.unschedulable("small", CapacityType.ON_DEMAND, "pod-1");
        memory.unschedulable("small", CapacityType.ON_DEMAND, "pod-2");

        Place place = next(CapacityType.ON_DEMAND, true);

        assertThat(place.capacity()).isEqualTo(CapacityType.ON_DEMAND);
        assertThat(place.shunned()).isEmpty();
    }

    @Test
    void theLastAttemptIsBarredFromNothing() {
        nodes.seen(Nodes.spot("well", "ci", "1b"));
        fail("1a");

        Place place = next(CapacityType.SPOT, true);

        assertThat(place.barred()).isEmpty();
        assertThat(place.shunned()).containsExactly(FAILING);
    }

    private Place first(JobClass jobClass) {
        ClassFile file = Classes.file(jobClass);
        var at = placement(file).first(World.job(), jobClass, JobPayload.parse(World.payload("gcc:14")));
        return ((Placement.First.At) at).place();
    }

    private Place next(CapacityType capacity, boolean last) {
        var lost = Pods.of(last ? 2 : 1, CapacityType.SPOT).get();
        return placement(World.classes()).next(lost, capacity, Classes.small(), last);
    }

    private Placement placement(ClassFile file) {
        return new Placement(file, memory, nodes, _ -> usual);
    }

    /** Two nodes of the pool are lost. */
    private void fail(String zone) {
        for (int i = 0; i < 2; i++) {
            String node = "lost-" + i + "-" + zone;
            nodes.seen(Nodes.spot(node, "ci", zone));
            memory.nodeLost(CapacityType.SPOT, node, null, null);
            nodes.vanished(node);
        }
    }
}
