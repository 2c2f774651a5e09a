package dev.ondes.scheduler.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityCountTest {
    private static final String POD = "ondes-small-4711-1";

    private final World world = new World();

    @Test
    void aJobWithoutANodeIsActiveAndPending() {
        world.scheduler().take(World.job());

        assertThat(count(false)).isEqualTo(new ClassCapacity("small", 4, 1, 1, 3, List.of(7L)));
    }

    @Test
    void aJobWithANodeIsActiveOnly() {
        world.scheduler().take(World.job());
        new SimulatedAgent(world, POD).schedule("node-1");

        assertThat(count(false)).isEqualTo(new ClassCapacity("small", 4, 1, 0, 3, List.of(7L)));
    }

    @Test
    void aLostJobKeepsItsPlaceUntilItIsEnded() {
        world.scheduler().take(World.job());
        var agent = new SimulatedAgent(world, POD);
        agent.schedule("node-1");
        agent.loseNode();

        assertThat(count(false).active()).isEqualTo(1);
    }

    @Test
    void aClassWhoseClusterTakesNoPodHasNoRoom() {
        assertThat(count(true)).isEqualTo(new ClassCapacity("small", 4, 0, 0, 0, List.of(7L)));
    }

    private ClassCapacity count(boolean full) {
        List<JobPod> pods = world.cluster.listPods().stream()
                .flatMap(pod -> PodReader.read(pod).stream())
                .toList();
        return CapacityCount.of(World.classes().classes(), pods, _ -> List.of(7L), _ -> full)
                .classes()
                .getFirst();
    }
}
