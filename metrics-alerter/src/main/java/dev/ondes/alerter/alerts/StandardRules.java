package dev.ondes.alerter.alerts;

import dev.ondes.alerter.alerts.Rule.Missing;
import dev.ondes.contracts.alert.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is watched unless settings say otherwise. The same names and figures stand in the Prometheus rules. */
public final class StandardRules {
    public static final String NO_EVENTS = "CiNoEvents";
    public static final String WATCHDOG = "CiWatchdog";

    private static final double OBJECTIVE = 0.99;
    private static final Set<String> NOTHING = Set.of();
    private static final Set<String> SILENCE = Set.of(NO_EVENTS);

    private StandardRules() {}

    public static List<Rule> all() {
        return List.of(
                rule(
                        NO_EVENTS,
                        Severity.CRITICAL,
                        new Signal.Silence(),
                        300,
                        60,
                        minutes(1),
                        minutes(0),
                        Missing.HOLD,
                        NOTHING,
                        "Nothing is heard of the fleet"),
                rule(
                        "CiNoCapacityReports",
                        Severity.CRITICAL,
                        new Signal.CapacitySilence(),
                        60,
                        30,
                        minutes(2),
                        minutes(0),
                        Missing.HOLD,
                        SILENCE,
                        "No pod-scheduler says what room there is, so no job is taken"),
                rule(
                        "CiJobsPendingTooLong",
                        Severity.WARNING,
                        new Signal.OldestPending(),
                        900,
                        600,
                        minutes(2),
                        minutes(5),
                        Missing.HOLD,
                        SILENCE,
                        "Jobs wait too long for a runner"),
                rule(
                        "CiJobsPendingTooMany",
                        Severity.WARNING,
                        new Signal.Pending(),
                        50,
                        40,
                        minutes(10),
                        minutes(5),
                        Missing.HOLD,
                        SILENCE,
                        "Too many jobs wait for a runner"),
                rule(
                        "CiSystemFailuresHigh",
                        Severity.CRITICAL,
                        new Signal.SystemFailures(Duration.ofMinutes(10), 10),
                        0.1,
                        0.05,
                        minutes(5),
                        minutes(5),
                        Missing.FINE,
                        SILENCE,
                        "Many jobs fail through our doing"),
                rule(
                        "CiSystemFailureBudgetBurnFast",
                        Severity.CRITICAL,
                        new Signal.BudgetBurn(OBJECTIVE, Duration.ofHours(1), Duration.ofMinutes(5), 20),
                        14.4,
                        14.4,
                        minutes(2),
                        minutes(5),
                        Missing.FINE,
                        SILENCE,
                        "The month's budget of system failures is spent within two days at this rate"),
                rule(
                        "CiSystemFailureBudgetBurnSlow",
                        Severity.WARNING,
                        new Signal.BudgetBurn(OBJECTIVE, Duration.ofHours(6), Duration.ofMinutes(30), 50),
                        6,
                        6,
                        minutes(15),
                        minutes(5),
                        Missing.FINE,
                        Set.of(NO_EVENTS, "CiSystemFailureBudgetBurnFast"),
                        "The month's budget of system failures is spent within five days at this rate"),
                rule(
                        "CiJobStuck",
                        Severity.WARNING,
                        new Signal.Stuck(),
                        0,
                        0,
                        minutes(5),
                        minutes(5),
                        Missing.HOLD,
                        SILENCE,
                        "Jobs were taken and neither begin nor end"),
                rule(
                        "CiQueueNotConsumed",
                        Severity.CRITICAL,
                        new Signal.Unconsumed(),
                        0,
                        0,
                        minutes(5),
                        minutes(0),
                        Missing.HOLD,
                        NOTHING,
                        "Messages wait and nobody takes them"),
                rule(
                        "CiDeadLetters",
                        Severity.WARNING,
                        new Signal.DeadLetters(),
                        0,
                        0,
                        minutes(1),
                        minutes(2),
                        Missing.HOLD,
                        NOTHING,
                        "Messages could not be handled and wait for an operator"),
                rule(
                        WATCHDOG,
                        Severity.INFO,
                        new Signal.Always(),
                        0,
                        0,
                        minutes(0),
                        minutes(0),
                        Missing.HOLD,
                        NOTHING,
                        "All is well: whoever no longer hears this knows that nobody watches"));
    }

    private static Rule rule(
            String name,
            Severity severity,
            Signal signal,
            double threshold,
            double clearBelow,
            Duration holdsFor,
            Duration keepsFiring,
            Missing missing,
            Set<String> inhibitedBy,
            String summary) {
        return new Rule(
                name,
                severity,
                signal,
                threshold,
                clearBelow,
                holdsFor,
                keepsFiring,
                Map.of(),
                missing,
                inhibitedBy,
                summary);
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
