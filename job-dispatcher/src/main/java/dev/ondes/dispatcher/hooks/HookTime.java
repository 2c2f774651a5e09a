package dev.ondes.dispatcher.hooks;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** GitLab's times: {@code 2026-03-01T12:00:00.123Z} in newer fields, {@code 2026-03-01 12:00:00 UTC} or {@code … +0100} in older ones. */
final class HookTime {
    private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

    private HookTime() {}

    /** Null where there is none, or none that can be read: a time that nobody can read must not cost the webhook. */
    static @Nullable Instant read(String text) {
        try {
            if (text.isEmpty()) {
                return null;
            }
            return text.indexOf('T') > 0 && !text.endsWith("UTC")
                    ? OffsetDateTime.parse(text).toInstant()
                    : OffsetDateTime.parse(text.replace("UTC", "+0000"), OLD).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
