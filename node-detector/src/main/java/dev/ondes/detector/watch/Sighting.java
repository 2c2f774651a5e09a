package dev.ondes.detector.watch;

import dev.ondes.contracts.node.InstanceAction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a cloud says at present, of one kind.
 *
 * @param saidAt since when; null where it doesn't say that, so that it is as old as our first look
 */
public record Sighting(
        InstanceAction action,
        @Nullable Instant deadline,
        String rawId,
        @Nullable Instant saidAt) {
    public Sighting(InstanceAction action, @Nullable Instant deadline, String rawId) {
        this(action, deadline, rawId, null);
    }
}
