package dev.ondes.contracts.build;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the steps of a build happened; null where it did not get so far.
 *
 * @param releasedAt its turn came
 * @param startedAt the builder of the last attempt began
 * @param builtAt the builder ended
 * @param finishedAt the result was known
 */
public record BuildTimings(
        Instant requestedAt,
        @Nullable Instant releasedAt,
        @Nullable Instant startedAt,
        @Nullable Instant builtAt,
        @Nullable Instant finishedAt) {}
