package dev.ondes.alerter.fleet;

import dev.ondes.contracts.job.Timings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One object for each time that several events tell: a job's steps are told one by one and at its end once more, and its times were a third of the
 * model. Remembers the newest ones; not thread-safe.
 */
final class Moments {
    private static final int REMEMBERED = 1 << 15;

    private final @Nullable Instant[] known = new Instant[REMEMBERED];

    Instant one(Instant time) {
        int hash = time.hashCode() * 0x9E3779B9;
        int place = (hash >>> 16 ^ hash) & REMEMBERED - 1;
        Instant same = known[place];
        if (time.equals(same)) {
            return same;
        }
        known[place] = time;
        return time;
    }

    @Nullable
    Instant maybe(@Nullable Instant time) {
        return time == null ? null : one(time);
    }

    Timings of(Timings timings) {
        return new Timings(
                one(timings.queuedAt()),
                one(timings.takenAt()),
                maybe(timings.podCreatedAt()),
                maybe(timings.scheduledAt()),
                maybe(timings.agentStartedAt()),
                maybe(timings.scriptStartedAt()),
                maybe(timings.scriptFinishedAt()),
                one(timings.finishedAt()));
    }
}
