package dev.ondes.agent.script;

import dev.ondes.agent.variables.UnusableVariableException;
import dev.ondes.gitlab.JobVariables;
import java.time.Duration;

/**
 * How long the script may run.
 *
 * @param job from the script's begin to the end of {@code after_script}
 * @param script without {@code after_script}
 * @param afterScript that alone
 */
public record TimeLimits(Duration job, Duration script, Duration afterScript) {
    private static final Duration AFTER_SCRIPT = Duration.ofMinutes(5);

    public static TimeLimits of(JobVariables variables, Duration job) {
        return new TimeLimits(
                job,
                limit(variables, "RUNNER_SCRIPT_TIMEOUT", job),
                limit(variables, "RUNNER_AFTER_SCRIPT_TIMEOUT", AFTER_SCRIPT));
    }

    private static Duration limit(JobVariables variables, String key, Duration usual) {
        String text = variables.get(key, "").strip();
        return text.isEmpty() ? usual : parse(key, text);
    }

    /** Reads Go's durations, such as {@code 1h30m} or {@code 90s}; these are what gitlab-runner takes. */
    static Duration parse(String key, String text) {
        Duration sum = Duration.ZERO;
        int at = 0;
        while (at < text.length()) {
            int from = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            int unitFrom = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            if (from == unitFrom || unitFrom == at) {
                throw notADuration(key, text);
            }
            double millis =
                    number(key, text, text.substring(from, unitFrom)) * millis(key, text, text.substring(unitFrom, at));
            sum = sum.plusMillis((long) millis);
        }
        return sum;
    }

    private static long millis(String key, String text, String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> throw notADuration(key, text);
        };
    }

    private static double number(String key, String text, String number) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw notADuration(key, text);
        }
    }

    private static UnusableVariableException notADuration(String key, String text) {
        return new UnusableVariableException(key + " must be a duration such as 1h30m or 90s: " + text);
    }
}
