package dev.ondes.dispatcher.capacity;

import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One class's room: the scheduler's last report, and the jobs handed over that it doesn't know yet. Immutable; every
 * method answers with the next ledger.
 *
 * @param report null before the first one
 * @param madeAt when the scheduler made the report, by its clock: tells reports' order, not their age
 * @param heardAt when we heard it, by ours
 * @param unseen jobs that no report has named, and since when one could have: when they were taken, or the scheduler came back
 */
record ClassLedger(@Nullable ClassCapacity report, Instant madeAt, Instant heardAt, Map<Long, Instant> unseen) {
    static final ClassLedger EMPTY = new ClassLedger(null, Instant.MIN, Instant.MIN, Map.of());

    /**
     * A job leaves the ledger when a report names it. Where all those reports were lost (each names the jobs of one minute)
     * it leaves after this time of reports. A scheduler that was away for longer has had no chance to name it: its jobs are in the
     * queue yet, and as many more would be twice what the class may have.
     */
    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    /** Reports overtake each other by moments; they come every two seconds. */
    private static final Duration OVERTAKEN_WITHIN = Duration.ofSeconds(15);

    /** Clocks are set right by moments all the time. */
    private static final Duration SLEW = Duration.ofSeconds(2);

    /** Reports come every two seconds; without any for so long nobody was there to take jobs either. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    ClassLedger {
        unseen = Map.copyOf(unseen);
    }

    /** At a start: what an earlier process took, and no report has named. */
    static ClassLedger left(Set<Long> jobs, Instant now) {
        Map<Long, Instant> unseen = new HashMap<>();
        jobs.forEach(job -> unseen.put(job, now));
        return new ClassLedger(null, Instant.MIN, Instant.MIN, unseen);
    }

    /**
     * A report came. One that is older than the last is ignored, since handlers run in no order; but not for ever: the
     * next leader's clock may be behind that of the last, who is heard no more.
     */
    ClassLedger reported(ClassCapacity capacity, Instant made, Instant now) {
        if (made.isBefore(madeAt) && heardWithin(OVERTAKEN_WITHIN, now)) {
            return this;
        }
        Map<Long, Instant> left = new HashMap<>(unseen);
        left.keySet().removeAll(Set.copyOf(capacity.recent()));
        if (!heardWithin(SILENCE, now)) {
            left.replaceAll((_, _) -> now);
        }
        left.values().removeIf(taken -> taken.plus(FORGOTTEN_AFTER).isBefore(now));
        return new ClassLedger(capacity, made, now, left);
    }

    /** Not so once our clock was set back to long before the last report: nobody knows how old that is. */
    private boolean heardWithin(Duration time, Instant now) {
        return !now.plus(SLEW).isBefore(heardAt) && !heardAt.plus(time).isBefore(now);
    }

    /** GitLab gave us this job. */
    ClassLedger taken(long jobId, Instant now) {
        Map<Long, Instant> more = new HashMap<>(unseen);
        more.put(jobId, now);
        return new ClassLedger(report, madeAt, heardAt, more);
    }

    /** The job needs no room any more: it ended, or never got to the scheduler. */
    ClassLedger over(long jobId) {
        Map<Long, Instant> left = new HashMap<>(unseen);
        left.remove(jobId);
        return new ClassLedger(report, madeAt, heardAt, left);
    }

    /**
     * How many jobs may be asked for now; 0 when nothing was heard for {@code patience}. By our clock alone: the scheduler's may
     * be minutes off. What lay in the queue while we were away is a minute old at most, and counts as heard now.
     */
    int permits(Instant now, Duration patience) {
        if (report == null || !heardWithin(patience, now)) {
            return 0;
        }
        return Math.max(0, report.free() - unseen.size());
    }
}
