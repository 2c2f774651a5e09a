package dev.ondes.messaging.deadletters;

import java.util.Map;

/**
 * One dead letter with all that is known of it.
 *
 * @param headers what sender and broker wrote on it
 * @param body as it came, sealed parts sealed
 */
public record Shown(DeadLetter letter, Map<String, String> headers, String body) {
    public Shown {
        headers = Map.copyOf(headers);
    }
}
