package dev.ondes.scheduler.pods;

import dev.ondes.contracts.job.EndReason;
import org.jspecify.annotations.Nullable;

/**
 * Why we deleted a pod before it ended by itself. Written to the pod first, since its status forgets: a container that
 * waited for its image looks, once deleted, like one that was lost.
 */
public record EndMark(EndReason reason, @Nullable String detail) {}
