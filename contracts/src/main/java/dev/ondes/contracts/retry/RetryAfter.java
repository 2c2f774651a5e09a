package dev.ondes.contracts.retry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After} of HTTP: whole seconds or a date (RFC 9110, section 10.2.3). */
public final class RetryAfter {
    private RetryAfter() {}

    /**
     * How long the other side asks to be left alone. Empty where it says nothing that can be read.
     *
     * @param value the header's
     * @param now for a date; one that is over is no wait
     */
    public static Optional<Duration> read(String value, Instant now) {
        String text = value.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Durations.longer(Duration.ZERO, Duration.between(now, until)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
