package dev.ondes.images.ends;

import dev.ondes.context.fetch.FetchJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one pod of a build.
 *
 * @param reason of the pod's own end, such as {@code Evicted} or {@code DeadlineExceeded}
 * @param disruption reason of the condition {@code DisruptionTarget}
 * @param unschedulable what the scheduler says where it found no node
 * @param sandboxGone what its containers would be started in is no longer there, or not yet
 * @param context the container that brings the context
 * @param builder null until the kubelet says something about it
 */
public record PodFacts(
        String name,
        int part,
        @Nullable String node,
        String phase,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String disruption,
        boolean deleting,
        @Nullable String unschedulable,
        boolean sandboxGone,
        @Nullable ContainerFacts context,
        @Nullable ContainerFacts builder) {

    /** That a git source stood for; null for another source, or when the context's container did not say. */
    public @Nullable String commit() {
        if (!(context instanceof ContainerFacts.Terminated ended) || ended.exitCode() != 0) {
            return null;
        }
        try {
            return FetchJson.readReport(ended.message().getBytes(StandardCharsets.UTF_8))
                    .commit();
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether its first container has begun, and so has read where the context is. */
    public boolean contextBegun() {
        return hasBegun(context) || hasBegun(builder);
    }

    static boolean hasBegun(@Nullable ContainerFacts container) {
        return container instanceof ContainerFacts.Running || container instanceof ContainerFacts.Terminated;
    }

    public boolean ended() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }
}
