package dev.ondes.alerter.alerts;

import dev.ondes.contracts.alert.Severity;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * When people are told of what. Data.
 *
 * @param name the alert's, in events, in Prometheus and of its runbook
 * @param threshold fires above
 * @param clearBelow ends below; not above the threshold. In between all stays as it is
 * @param holdsFor so long it must be above before anybody is told
 * @param keepsFiring so long it must be below before it is over
 * @param perClass other thresholds for some classes
 * @param missing what is thought of a value that isn't there
 * @param inhibitedBy while one of these fires nobody is told of this one: it is a consequence
 * @param summary what is wrong, without figures
 */
public record Rule(
        String name,
        Severity severity,
        Signal signal,
        double threshold,
        double clearBelow,
        Duration holdsFor,
        Duration keepsFiring,
        Map<String, Double> perClass,
        Missing missing,
        Set<String> inhibitedBy,
        String summary) {

    /** What a value that isn't there means. */
    public enum Missing {
        /** Nothing: all stays as it is, and nobody is told that it is over. */
        HOLD,
        /** That all is well. */
        FINE
    }

    public Rule {
        perClass = Map.copyOf(perClass);
        inhibitedBy = Set.copyOf(inhibitedBy);
        if (!name.matches("[A-Z][A-Za-z0-9]*")) {
            throw new IllegalArgumentException("the rule '" + name + "' must be called as in CiJobsPendingTooLong");
        }
        if (clearBelow > threshold) {
            throw new IllegalArgumentException(
                    name + ": clear-below (" + clearBelow + ") must not be above the threshold (" + threshold + ")");
        }
        if (holdsFor.isNegative() || keepsFiring.isNegative()) {
            throw new IllegalArgumentException(name + ": no time can be negative");
        }
    }

    /** For one of the things that the signal has values for. */
    double threshold(String subject) {
        return perClass.getOrDefault(subject, threshold);
    }

    /** In the same proportion to a class' own threshold. */
    double clearBelow(String subject) {
        Double own = perClass.get(subject);
        return own == null ? clearBelow : threshold == 0 ? own : own * clearBelow / threshold;
    }
}
