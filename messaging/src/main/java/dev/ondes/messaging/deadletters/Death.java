package dev.ondes.messaging.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of what the broker wrote on a dead letter: it counts deaths in one queue for one reason in one line. What it doesn't say is empty.
 *
 * @param queue where it died
 * @param reason the broker's word, such as {@code rejected} or {@code delivery_limit}
 * @param count how often it died there of that
 * @param at when it first did; the broker tells seconds
 */
public record Death(
        String queue, String reason, long count, @Nullable Instant at) {

    /** The reason for a person; a word that this version doesn't know stays as it is. */
    public String sentence() {
        return switch (reason) {
            case "rejected" -> "whoever took it refused it";
            case "delivery_limit" -> "it was handed out as often as its queue allows, and never done";
            case "expired" -> "it waited longer than its queue allows";
            case "maxlen" -> "its queue was full";
            case "" -> "the broker doesn't say why";
            default -> reason;
        };
    }
}
