package dev.ondes.detector.watch;

import dev.ondes.contracts.node.InstanceAction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a cloud says at present, of one kind. */
public record Sighting(InstanceAction action, @Nullable Instant deadline, String rawId) {}
