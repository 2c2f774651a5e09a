package dev.ondes.images.build;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A build as its Job records it.
 *
 * @param releasedAt its turn came
 * @param canceledBy who asked for its end; null where nobody did
 * @param lostPods pods that vanished through no fault of the build
 * @param startedAttempts how many attempts were announced
 * @param pushed parts that are done
 * @param announced whether the broker has its end
 */
public record Build(
        Order order,
        @Nullable Instant releasedAt,
        @Nullable String canceledBy,
        List<String> lostPods,
        int startedAttempts,
        List<Pushed> pushed,
        Optional<Result> result,
        boolean announced) {
    public Build {
        lostPods = List.copyOf(lostPods);
        pushed = List.copyOf(pushed);
    }

    public BuildId id() {
        return order.id();
    }

    /** The attempt that runs, or ran last, counted from 1. */
    public int attempt() {
        return lostPods.size() + 1;
    }

    /** Its turn came. */
    public Build released(Instant at) {
        return new Build(order, at, canceledBy, lostPods, startedAttempts, pushed, result, announced);
    }

    /** So many pods are lost by now. */
    public Build lost(List<String> pods) {
        return new Build(order, releasedAt, canceledBy, pods, startedAttempts, pushed, result, announced);
    }

    /** So many parts are done by now. */
    public Build pushed(List<Pushed> parts) {
        return new Build(order, releasedAt, canceledBy, lostPods, startedAttempts, parts, result, announced);
    }

    public BuildState state() {
        if (result.isPresent()) {
            return result.get().state();
        }
        if (releasedAt == null) {
            return BuildState.QUEUED;
        }
        return pushed.size() == order.parts() ? BuildState.VERIFYING : BuildState.RUNNING;
    }
}
