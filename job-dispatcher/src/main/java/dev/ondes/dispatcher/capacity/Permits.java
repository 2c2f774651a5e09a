package dev.ondes.dispatcher.capacity;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * How many jobs of each class may be asked for: what the scheduler last reported as free, less what was handed over since
 * and isn't in its reports yet, by this process or the one before it. Without a report for a while there are none. Thread-safe; a
 * class that nobody has heard of has no permits.
 */
public final class Permits {
    private static final Logger LOG = Logger.getLogger(Permits.class);

    private final Map<String, ClassLedger> ledgers = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Duration patience;
    private final UnseenJobs unseen;
    private final Consumer<String> onRoom;

    /**
     * @param patience how long a report holds
     * @param unseen read now: what an earlier process took must be known before the first report is heard
     * @param onRoom called with a class's name when it has room again; must not block
     */
    public Permits(Clock clock, Duration patience, UnseenJobs unseen, Consumer<String> onRoom) {
        this.clock = clock;
        this.patience = patience;
        this.unseen = unseen;
        this.onRoom = onRoom;
        Instant now = clock.instant();
        unseen.left(now).forEach((jobClass, jobs) -> {
            ledgers.put(jobClass, ClassLedger.left(jobs, now));
            LOG.info(LogLine.of("counts what an earlier process took and no report has named")
                    .jobClass(jobClass)
                    .with(LogKey.COUNT, jobs.size()));
        });
    }

    /** A report came. Reports may come late, twice and in any order. */
    public void reported(CapacityReported report, Instant madeAt) {
        for (ClassCapacity capacity : report.classes()) {
            change(capacity.jobClass(), ledger -> ledger.reported(capacity, madeAt, clock.instant()));
        }
    }

    /** GitLab gave us a job: it needs one permit from now on. */
    public void taken(String jobClass, long jobId) {
        unseen.keep(jobClass, jobId);
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

    /** How many jobs of the class were taken that no report has named yet. */
    public int unseen(String jobClass) {
        return ledgers.getOrDefault(jobClass, ClassLedger.EMPTY).unseen().size();
    }

    private void change(String jobClass, UnaryOperator<ClassLedger> step) {
        ClassLedger[] seen = {ClassLedger.EMPTY};
        ClassLedger after = ledgers.compute(jobClass, (_, known) -> {
            seen[0] = known == null ? ClassLedger.EMPTY : known;
            return step.apply(seen[0]);
        });
        ClassLedger before = seen[0];
        for (long job : before.unseen().keySet()) {
            if (!after.unseen().containsKey(job)) {
                unseen.forget(jobClass, job);
            }
        }
        Instant now = clock.instant();
        if (before.permits(now, patience) == 0 && after.permits(now, patience) > 0) {
            onRoom.accept(jobClass);
        }
    }
}
