package dev.ondes.spot.lead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/**
 * Stories of nodes that go away. At the end of each, whatever failed in it, the order of its effects is checked for each node: publish,
 * confirm, one patch, drain. Only a cordon may come before, where the broker doesn't confirm.
 */
abstract class OrderWatch {
    static final Duration LONG = Duration.ofMinutes(2);
    /** Of a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final World world = new World();

    /** Whether a deadline may force the drain before the broker has the notice. */
    boolean deadlineForces;

    @AfterEach
    void theOrderHeld() {
        assertThat(world.steps.nodes()).allSatisfy(this::orderHeldOf);
    }

    private void orderHeldOf(String node) {
        List<String> steps = world.steps.of(node);
        int confirmed = steps.indexOf("confirmed");
        int marked = steps.indexOf("marked");
        int emptied = first(steps, "evicted", "deleted");
        if (marked >= 0) {
            assertThat(confirmed)
                    .as("%s: confirmed before marked: %s", node, steps)
                    .isBetween(0, marked - 1);
        }
        if (emptied >= 0 && !deadlineForces) {
            assertThat(marked).as("%s: marked before evicted: %s", node, steps).isBetween(0, emptied - 1);
        }
    }

    private static int first(List<String> steps, String one, String other) {
        return IntStream.range(0, steps.size())
                .filter(i -> steps.get(i).equals(one) || steps.get(i).equals(other))
                .findFirst()
                .orElse(-1);
    }
}
