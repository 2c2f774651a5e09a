package dev.ondes.cloud.metadata;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A scheduled event of an AWS machine.
 *
 * @param code such as {@code system-reboot} or {@code instance-retirement}
 * @param state {@code active}, {@code completed} or {@code canceled}
 */
public record MaintenanceEvent(
        String eventId, String code, String description, Instant notBefore, Instant notAfter, String state) {
    /** Not padded, English, and not ISO. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    MaintenanceEvent ended(String newState) {
        String prefix = "[" + Character.toUpperCase(newState.charAt(0)) + newState.substring(1) + "] ";
        return new MaintenanceEvent(eventId, code, prefix + description, notBefore, notAfter, newState);
    }

    String json() {
        return "{\n  \"NotBefore\" : \"%s\",\n  \"Code\" : \"%s\",\n  \"Description\" : \"%s\",\n  \"EventId\" : \"%s\",\n  \"NotAfter\" : \"%s\",\n  \"State\" : \"%s\"\n}"
                .formatted(TIME.format(notBefore), code, description, eventId, TIME.format(notAfter), state);
    }
}
