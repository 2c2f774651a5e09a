package dev.ondes.scheduler.place;

import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.scheduler.nodes.Pool;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt may run.
 *
 * @param order what the job tries, first to last; contains the capacity
 * @param nodes how pods reach that capacity; null where that needs nothing
 * @param barred pools that the pod must not go to: where they leave no room, another capacity follows
 * @param shunned pools that it goes to only where there is no other
 */
public record Place(
        CapacityType capacity,
        List<CapacityType> order,
        @Nullable NodeChoice nodes,
        Set<Pool> barred,
        Set<Pool> shunned) {

    /** Copies the collections. */
    public Place {
        order = List.copyOf(order);
        barred = Set.copyOf(barred);
        shunned = Set.copyOf(shunned);
    }
}
