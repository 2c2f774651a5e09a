package dev.ondes.dispatcher.capacity;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * How many jobs of each class may be asked for: what the scheduler last reported as free, less what was handed over since
 * and isn't in its reports yet. Without a report for a while there are none. Thread-safe; a class that nobody has heard of
 * has no permits.
 */
public final class Permits {
    private final Map<String, ClassLedger> ledgers = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Duration patience;
    private final Consumer<String> onRoom;

    /**
     * @param patience how long a report holds
     * @param onRoom called with a class's name when it has room again; must not block
     */
    public Permits(Clock clock, Duration patience, Consumer<String> onRoom) {
        this.clock = clock;
        this.patience = patience;
        this.onRoom = onRoom;
    }

    /** A report came. Reports may come late, twice and in any order. */
    public void reported(CapacityReported report, Instant madeAt) {
        for (ClassCapacity capacity : report.classes()) {
            change(capacity.jobClass(), ledger -> ledger.reported(capacity, madeAt, clock.instant()));
        }
    }

    /** GitLab gave us a job: it needs one permit from now on. */
    public void taken(String jobClass, long jobId) {
        change(jobClass, ledger -> ledger.taken(jobId, clock.instant()));
    }

    /** The job needs no permit any more. Idempotent. */
    public void over(String jobClass, long jobId) {
        change(jobClass, ledger -> ledger.over(jobId));
    }

    /** How many jobs of the class may be asked for now. */
    public int of(String jobClass) {
        return ledgers.getOrDefault(jobClass, ClassLedger.EMPTY).permits(clock.instant(), patience);
    }

    private void change(String jobClass, UnaryOperator<ClassLedger> step) {
        boolean[] room = {false};
        ledgers.compute(jobClass, (name, known) -> {
            ClassLedger before = known == null ? ClassLedger.EMPTY : known;
            ClassLedger after = step.apply(before);
            Instant now = clock.instant();
            room[0] = before.permits(now, patience) == 0 && after.permits(now, patience) > 0;
            return after;
        });
        if (room[0]) {
            onRoom.accept(jobClass);
        }
    }
}
