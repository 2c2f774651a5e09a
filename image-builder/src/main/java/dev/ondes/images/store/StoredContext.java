package dev.ondes.images.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A context in the store, as its HEAD says.
 *
 * @param announced SHA-256 of the gzip that its upload announced; empty for one that somebody else put there
 * @param announcedSize its size as its upload announced it
 * @param etag changes whenever the object does
 */
public record StoredContext(
        ContextId id,
        long size,
        Optional<String> announced,
        Optional<Long> announcedSize,
        String etag,
        Instant lastModified) {}
