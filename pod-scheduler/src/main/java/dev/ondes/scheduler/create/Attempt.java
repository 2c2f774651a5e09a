package dev.ondes.scheduler.create;

import dev.ondes.contracts.node.LossCause;
import dev.ondes.scheduler.place.Place;
import dev.ondes.scheduler.pods.Spent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is to be made.
 *
 * @param number 1, 2 or 3
 * @param place where it may run
 * @param spent by earlier attempts
 * @param logOffset size of the job's log where its part begins
 * @param interruption whose doing the loss of an earlier attempt's node was, where that is why this one is made
 * @param withoutServices places of the job's services that it does without
 * @param pullAgain whether the first policies by which its images are pulled have failed in an earlier attempt
 */
public record Attempt(
        int number,
        Place place,
        Spent spent,
        long logOffset,
        @Nullable LossCause interruption,
        Set<Integer> withoutServices,
        boolean pullAgain) {

    /** Copies the set. */
    public Attempt {
        withoutServices = Set.copyOf(withoutServices);
    }

    static Attempt first(Place place) {
        return new Attempt(1, place, new Spent.Nothing(), 0, null, Set.of(), false);
    }
}
