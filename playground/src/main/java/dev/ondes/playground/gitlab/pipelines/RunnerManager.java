package dev.ondes.playground.gitlab.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;

/**
 * One process that asks with a runner's token. What it says of itself is written at its first request and then only now
 * and again: one that was created by a request without {@code info} counts as unable to cancel gracefully for long.
 */
public final class RunnerManager {
    private static final Duration REWRITTEN_AFTER = Duration.ofMinutes(55);

    private final String systemId;
    private final Instant createdAt;
    private JsonNode info = MissingNode.getInstance();
    private Instant writtenAt = Instant.MIN;
    private Instant contactedAt;

    RunnerManager(String systemId, Instant now) {
        this.systemId = systemId;
        createdAt = now;
        contactedAt = now;
    }

    void contacted(JsonNode said, Instant now) {
        contactedAt = now;
        if (writtenAt.isBefore(now.minus(REWRITTEN_AFTER))) {
            info = said;
            writtenAt = now;
        }
    }

    public String systemId() {
        return systemId;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant contactedAt() {
        return contactedAt;
    }

    /** As written; missing where nothing was said. */
    public JsonNode info() {
        return info;
    }

    boolean cancelsGracefully() {
        return info.path("features").path("cancel_gracefully").asBoolean();
    }
}
