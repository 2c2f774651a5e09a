package dev.ondes.spot.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How urgent a call about a node is, from when the node ends: for {@link ApiLimiter}, the earlier the sooner. What one call
 * settles goes before what is asked again every second: 300 nodes at once would otherwise spend all calls on looking whether
 * pods have left yet.
 */
public final class Urgency {
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final Duration BEHIND = Duration.ofSeconds(90);
    private static final Duration LAST = Duration.ofMinutes(2);

    private Urgency() {}

    /** Keeps new jobs away by one call: before the drains of nodes that end a little earlier. */
    public static Instant ofMark(Instant end) {
        return end.minus(AHEAD);
    }

    /** A drain's first look, its evictions, and the note that it is over. */
    public static Instant ofDrain(Instant end) {
        return end;
    }

    /** A drain looks once more. Nodes that end within the same minute take turns: else the last would never be looked at. */
    public static Instant ofLookingAgain(Instant end) {
        return end.truncatedTo(ChronoUnit.MINUTES).plus(BEHIND);
    }

    /** What only people look at. */
    public static Instant ofShowing(Instant end) {
        return end.plus(LAST);
    }
}
