package dev.ondes.messaging.deadletters;

import java.util.List;
import java.util.Map;

/**
 * One dead letter with all that is known of it.
 *
 * @param deaths what the broker counted of it, the newest first
 * @param headers what else sender and broker wrote on it
 * @param body as it came, sealed parts sealed
 */
public record Shown(DeadLetter letter, List<Death> deaths, Map<String, String> headers, String body) {
    public Shown {
        deaths = List.copyOf(deaths);
        headers = Map.copyOf(headers);
    }
}
