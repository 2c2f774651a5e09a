package dev.ondes.images.ends;

import dev.ondes.contracts.build.BuildReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a pod's facts mean for its build. */
public sealed interface Verdict {
    /** Not there yet; a reason to give up says why, should it last. */
    record Waits(
            @Nullable BuildReason shouldItLast, @Nullable String detail) implements Verdict {}

    /**
     * It is taken away before it began, and nobody is to blame but its node. Mostly it ends in a moment; a kubelet that is gone says
     * nothing, ever.
     */
    record Going(String detail) implements Verdict {}

    record Runs(@Nullable Instant startedAt) implements Verdict {}

    record Pushed(
            String digest,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) implements Verdict {}

    record Failed(
            BuildReason reason,
            @Nullable String detail,
            @Nullable Instant startedAt) implements Verdict {}

    /** Its node took it along; Kubernetes makes another. */
    record Lost(String detail) implements Verdict {}
}
