package dev.ondes.cli.events;

import dev.ondes.cli.CommandFailedException;
import dev.ondes.contracts.build.BuildOutcome;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code 90s}, {@code 20m}, {@code 2h} or {@code 7d} ago, or a time such as {@code 2026-03-01T12:00:00Z}. */
final class Since {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    private Since() {}

    static Instant read(String text, Clock clock) {
        Matcher ago = AGO.matcher(text.toLowerCase(Locale.ROOT));
        if (ago.matches()) {
            return clock.instant().minus(time(Long.parseLong(ago.group(1)), ago.group(2)));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new CommandFailedException(
                    BuildOutcome.INVALID,
                    "--since: \"" + text + "\" is no time such as 20m, 2h, 7d or 2026-03-01T12:00:00Z");
        }
    }

    private static Duration time(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
