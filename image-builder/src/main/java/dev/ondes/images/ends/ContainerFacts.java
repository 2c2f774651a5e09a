package dev.ondes.images.ends;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the kubelet says about one container. */
public sealed interface ContainerFacts {
    record Waiting(@Nullable String reason, @Nullable String message) implements ContainerFacts {}

    /** Made and not started when its node went down; it never will be. See {@link dev.ondes.kubernetes.Sandboxes}. */
    record Forgotten() implements ContainerFacts {}

    record Running(@Nullable Instant startedAt) implements ContainerFacts {}

    /**
     * Ended.
     *
     * @param reason such as {@code OOMKilled}
     * @param message what the container wrote for the kubelet
     */
    record Terminated(
            int exitCode,
            @Nullable String reason,
            String message,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt)
            implements ContainerFacts {}
}
