package dev.ondes.playground.gitlab.ci;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GitLab's words for a length of time: {@code 3600}, {@code 90 minutes}, {@code 3h 30m}, {@code 1 week and 2 days}. A
 * month is 30 days and a year 365.25, as GitLab counts them.
 */
public final class Durations {
    private static final Pattern PART = Pattern.compile("\\s*(?:and|,)?\\s*(\\d+(?:\\.\\d+)?)\\s*([a-z]*)");

    private Durations() {}

    /** Empty for what isn't a length of time. */
    public static Optional<Duration> parse(String words) {
        String text = words.strip().toLowerCase(Locale.ROOT);
        Matcher part = PART.matcher(text);
        double seconds = 0;
        int at = 0;
        while (at < text.length()) {
            if (!part.region(at, text.length()).lookingAt()) {
                return Optional.empty();
            }
            double unit = secondsOf(part.group(2));
            if (unit == 0) {
                return Optional.empty();
            }
            seconds += Double.parseDouble(part.group(1)) * unit;
            at = part.end();
        }
        return at == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static double secondsOf(String unit) {
        return switch (unit) {
            case "", "s", "sec", "secs", "second", "seconds" -> 1;
            case "m", "min", "mins", "minute", "minutes" -> 60;
            case "h", "hr", "hrs", "hour", "hours" -> 3600;
            case "d", "day", "days" -> 86_400;
            case "w", "week", "weeks" -> 604_800;
            case "mo", "mos", "month", "months" -> 2_592_000;
            case "y", "yr", "yrs", "year", "years" -> 31_557_600;
            default -> 0;
        };
    }
}
