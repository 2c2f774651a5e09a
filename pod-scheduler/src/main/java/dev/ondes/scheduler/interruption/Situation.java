package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.scheduler.pods.Decision;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job on a node that goes away, and what is to become of it. Pure.
 *
 * @param left until the node is gone; null where nobody knows
 * @param begun whether the script has begun
 * @param restartable whether a script that has begun may run again
 * @param another whether another attempt may follow, which then finds a place
 * @param attempt the one that runs
 * @param usualRest how long jobs of this name that came so far usually take from here; null where that isn't known
 * @param longestRest how long it may take by its own time limit
 */
record Situation(
        NoticeKind kind,
        @Nullable Duration left,
        boolean begun,
        boolean restartable,
        boolean another,
        int attempt,
        @Nullable Duration usualRest,
        Duration longestRest) {
    /** Between the script's end and the agent's, and for deadlines that are not kept to the second. */
    private static final Duration MARGIN = Duration.ofSeconds(5);
    /** The shortest time from a recommendation to the interruption that it announces, as a rule. */
    private static final Duration RECOMMENDED_BEFORE = Duration.ofMinutes(10);

    Decision decide() {
        if (!kind.certain()) {
            return betterElsewhere() ? Decision.MOVE_NOW : Decision.TELL;
        }
        if (endsBefore()) {
            return Decision.FINISH;
        }
        boolean movable = !begun || (restartable && left != null);
        return movable && another ? Decision.MOVE_NOW : Decision.TELL;
    }

    /** A script that has not begun has its preparation before it, whose length nobody knows: only its time limit counts. */
    private boolean endsBefore() {
        if (left == null) {
            return false;
        }
        boolean usually = begun && usualRest != null && fits(usualRest, left);
        return usually || fits(longestRest, left);
    }

    private static boolean fits(Duration rest, Duration left) {
        return rest.plus(MARGIN).compareTo(left) <= 0;
    }

    /** Nothing is sure, but a long job that has not begun loses little. Once: the next node may be recommended away too. */
    private boolean betterElsewhere() {
        return kind == NoticeKind.REBALANCE_RECOMMENDED
                && !begun
                && another
                && attempt == 1
                && usualRest != null
                && usualRest.compareTo(RECOMMENDED_BEFORE) > 0;
    }
}
