package dev.ondes.images.flow;

import dev.ondes.images.build.BuildId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when builds' steps fail, as this process saw it: one that fails is taken again with a later turn, and one that has failed for
 * too long is its build's end. Another leader's patience is its own. Thread-safe.
 */
final class Patience {
    /** What needs others, and may fail for their sake. */
    enum Step {
        BEGIN,
        RENEW,
        KEEP_FRESH,
        FALL_BACK,
        VERIFY,
        LIST
    }

    private record Failing(BuildId build, Step step) {}

    private final Duration limit;
    private final Clock clock;
    private final Map<Failing, Instant> since = new ConcurrentHashMap<>();

    /** @param limit how long a step may fail, from its first failure on */
    Patience(Duration limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Notes that a step has failed just now, and says whether it was its last time. */
    boolean isOver(BuildId build, Step step) {
        Instant now = clock.instant();
        return now.isAfter(
                since.computeIfAbsent(new Failing(build, step), _ -> now).plus(limit));
    }

    /** It was done. */
    void done(BuildId build, Step step) {
        since.remove(new Failing(build, step));
    }

    /** Nothing of it is tried any more. */
    void forget(BuildId build) {
        since.keySet().removeIf(failing -> failing.build().equals(build));
    }
}
