package dev.ondes.alerter.alerts;

import dev.ondes.alerter.fleet.KnownAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * Where one rule stands with one class or queue. What is not watched is well. Each step is one look at the value; pure.
 */
sealed interface Watched {

    /** Above the threshold, not yet for long enough. */
    record Waiting(Instant since) implements Watched {}

    /**
     * People are to be told.
     *
     * @param since when the value rose
     * @param firedAt when it had been above for long enough
     */
    record Firing(Instant since, Instant firedAt) implements Watched {}

    /** Still fires, but the value is below: over when it stays so. */
    record Recovering(Instant since, Instant firedAt, Instant belowSince) implements Watched {}

    /** All is well. */
    record Well() implements Watched {}

    default boolean fires() {
        return this instanceof Firing || this instanceof Recovering;
    }

    /**
     * With what people were told of it: what they were told to fire does, and is over only by the rule's own ways; what they were told to be over is,
     * unless it fired anew since.
     */
    static Watched following(Watched now, KnownAlert told) {
        if (told.firing() != null && told.fires()) {
            Instant since = told.firing().said().activeSince();
            Instant firedAt = told.firing().said().firedAt();
            return switch (now) {
                case Recovering(Instant _, Instant _, Instant belowSince) -> new Recovering(since, firedAt, belowSince);
                case Well _, Waiting _, Firing _ -> new Firing(since, firedAt);
            };
        }
        return told.resolved() != null && hasFiredBy(now, told.resolved().said().resolvedAt()) ? new Well() : now;
    }

    private static boolean hasFiredBy(Watched now, Instant end) {
        return switch (now) {
            case Well _, Waiting _ -> false;
            case Firing(Instant _, Instant firedAt) -> !firedAt.isAfter(end);
            case Recovering(Instant _, Instant firedAt, Instant _) -> !firedAt.isAfter(end);
        };
    }

    /** What follows from this value. */
    static Watched next(Watched now, Rule rule, String subject, OptionalDouble value, Instant at) {
        if (value.isEmpty()) {
            return switch (rule.missing()) {
                case HOLD -> now;
                case FINE -> below(now, rule, at);
            };
        }
        if (value.getAsDouble() > rule.threshold(subject)) {
            return above(now, rule, at);
        }
        boolean clear = value.getAsDouble() <= rule.clearBelow(subject);
        return now.fires() && !clear ? stay(now) : below(now, rule, at);
    }

    private static Watched above(Watched now, Rule rule, Instant at) {
        return switch (now) {
            case Well _ -> risen(at, at, rule);
            // Later than now where the clock was put back.
            case Waiting(Instant since) -> risen(since.isAfter(at) ? at : since, at, rule);
            case Firing firing -> firing;
            case Recovering(Instant since, Instant firedAt, Instant _) -> new Firing(since, firedAt);
        };
    }

    private static Watched risen(Instant since, Instant at, Rule rule) {
        return Duration.between(since, at).compareTo(rule.holdsFor()) >= 0 ? new Firing(since, at) : new Waiting(since);
    }

    /** Between both thresholds: what was about to end goes on. */
    private static Watched stay(Watched now) {
        return now instanceof Recovering(Instant since, Instant firedAt, Instant _) ? new Firing(since, firedAt) : now;
    }

    private static Watched below(Watched now, Rule rule, Instant at) {
        return switch (now) {
            case Well _, Waiting _ -> new Well();
            case Firing(Instant since, Instant firedAt) -> recovered(since, firedAt, at, at, rule);
            case Recovering(Instant since, Instant firedAt, Instant belowSince) ->
                recovered(since, firedAt, belowSince, at, rule);
        };
    }

    private static Watched recovered(Instant since, Instant firedAt, Instant belowSince, Instant at, Rule rule) {
        return Duration.between(belowSince, at).compareTo(rule.keepsFiring()) >= 0
                ? new Well()
                : new Recovering(since, firedAt, belowSince);
    }
}
