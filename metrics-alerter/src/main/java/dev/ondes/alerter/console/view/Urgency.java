package dev.ondes.alerter.console.view;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.contracts.alert.Severity;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many alerts people are told of, and how bad that is. The watchdog is none.
 *
 * @param told of each severity that there is, the most urgent first
 * @param quiet how many more fire that nobody is told of
 */
public record Urgency(Map<Severity, Integer> told, int quiet) {

    public static Urgency of(List<Alert> firing) {
        Map<Severity, Integer> told = new EnumMap<>(Severity.class);
        int quiet = 0;
        for (Alert alert : firing) {
            if (alert.rule().name().equals(StandardRules.WATCHDOG)) {
                continue;
            }
            if (alert.quiet() == Alert.Quiet.TOLD) {
                told.merge(alert.rule().severity(), 1, Integer::sum);
            } else {
                quiet++;
            }
        }
        return new Urgency(told, quiet);
    }

    public int alerts() {
        return told.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Of the worst that people are told of. */
    public Mark worst() {
        return Arrays.stream(Severity.values())
                .filter(told::containsKey)
                .findFirst()
                .map(Mark::of)
                .orElse(new Mark(Mark.Tone.GOOD, "✓", "nothing fires"));
    }

    /** Such as {@code 1 critical, 2 warnings; 1 more that nobody is told of}. */
    public String text() {
        String loud = told.entrySet().stream()
                .map(one -> count(one.getKey(), one.getValue()))
                .collect(Collectors.joining(", "));
        if (quiet == 0) {
            return loud.isEmpty() ? "nothing fires" : loud;
        }
        return (loud.isEmpty() ? "" : loud + "; ") + quiet + (loud.isEmpty() ? "" : " more")
                + " that nobody is told of";
    }

    private static String count(Severity severity, int alerts) {
        return alerts + " "
                + switch (severity) {
                    case CRITICAL -> "critical";
                    case WARNING -> alerts == 1 ? "warning" : "warnings";
                    case INFO -> "to know of";
                };
    }
}
