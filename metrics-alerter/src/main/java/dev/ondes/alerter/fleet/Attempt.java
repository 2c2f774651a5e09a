package dev.ondes.alerter.fleet;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pod of a job; each part is missing until it is said.
 *
 * @param number from 1
 */
public record Attempt(
        int number,
        @Nullable Pod pod,
        @Nullable Start start,
        @Nullable Loss loss) {

    /** The pod was made. */
    public record Pod(Instant saidAt, Instant createdAt, String namespace, String name, CapacityType capacity)
            implements Said {}

    /** The script began. */
    public record Start(Instant saidAt, Instant startedAt, String node) implements Said {}

    /** The pod was lost and another one follows. */
    public record Loss(
            Instant saidAt,
            EndReason reason,
            @Nullable String node,
            @Nullable LossCause cause,
            CapacityType next) implements Said {}

    static Attempt none(int number) {
        return new Attempt(number, null, null, null);
    }

    Attempt with(Pod said) {
        return new Attempt(number, Said.first(pod, said), start, loss);
    }

    Attempt with(Start said) {
        return new Attempt(number, pod, Said.first(start, said), loss);
    }

    Attempt with(Loss said) {
        return new Attempt(number, pod, start, Said.first(loss, said));
    }

    /** How long it used a pod for nothing; empty while it isn't lost, or where its begin isn't known. */
    public Optional<Duration> wasted() {
        if (pod == null || loss == null) {
            return Optional.empty();
        }
        Duration used = Duration.between(pod.createdAt, loss.saidAt);
        return Optional.of(used.isNegative() ? Duration.ZERO : used);
    }
}
