package dev.ondes.scheduler.place;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far something is to be trusted after its failures. Immutable and pure.
 *
 * @param failures those that still count
 * @param level how often in a row it was left alone; each halves its weight again with time
 * @param skippedUntil until when it is left alone
 * @param lastFailure {@link Instant#EPOCH} where there was none
 */
record Standing(List<Instant> failures, int level, Instant skippedUntil, Instant lastFailure) {
    static final Standing TRUSTED = new Standing(List.of(), 0, Instant.EPOCH, Instant.EPOCH);

    /** Copies the list. */
    Standing {
        failures = List.copyOf(failures);
    }

    boolean skipped(Instant now) {
        return now.isBefore(skippedUntil);
    }

    /**
     * It failed. What is left alone already only stays so: a hundred nodes that are taken at once are one reason. What was
     * left alone a short while ago has used up its credit, and one failure is enough.
     */
    Standing failed(Instant now, BackOff rules) {
        if (skipped(now)) {
            Instant until = now.plus(rules.pause(level));
            return new Standing(List.of(), level, until.isAfter(skippedUntil) ? until : skippedUntil, now);
        }
        int before = levelAt(now, rules);
        List<Instant> counted =
                Stream.concat(counted(now, rules).stream(), Stream.of(now)).toList();
        boolean enough = before > 0 || counted.size() >= rules.failures();
        return enough
                ? new Standing(List.of(), before + 1, now.plus(rules.pause(before + 1)), now)
                : new Standing(counted, 0, skippedUntil, now);
    }

    /** It served, since that moment: whatever failed before is forgiven. */
    Standing served(Instant at) {
        return at.isAfter(lastFailure) ? TRUSTED : this;
    }

    /** Nothing in it matters any more. */
    boolean forgotten(Instant now, BackOff rules) {
        return !skipped(now) && levelAt(now, rules) == 0 && counted(now, rules).isEmpty();
    }

    private List<Instant> counted(Instant now, BackOff rules) {
        Instant oldest = now.minus(rules.window());
        return failures.stream().filter(failure -> failure.isAfter(oldest)).toList();
    }

    private int levelAt(Instant now, BackOff rules) {
        long quiet = Duration.between(skippedUntil, now).dividedBy(rules.window());
        return (int) Math.max(0, level - quiet);
    }
}
