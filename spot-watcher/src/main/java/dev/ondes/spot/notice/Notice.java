package dev.ondes.spot.notice;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one detector heard once. The same going away may be heard several times and by several detectors.
 *
 * @param provider who said it
 * @param instanceId the machine's name as in the node's providerID; null where only the node is known
 * @param node the node's name, where the detector knows it
 * @param noticedAt when it was said, or else heard
 * @param deadline when the machine will be gone; null where nobody said
 * @param source which detector: {@code imds}, {@code sqs}, {@code cluster-autoscaler}, …
 * @param rawId what the source calls it, for logs
 */
public record Notice(
        Provider provider,
        @Nullable String instanceId,
        @Nullable String node,
        NoticeKind kind,
        InstanceAction action,
        Instant noticedAt,
        @Nullable Instant deadline,
        String source,
        String rawId) {

    public Notice {
        if (instanceId == null && node == null) {
            throw new IllegalArgumentException("a notice must name an instance or a node, source " + source);
        }
    }

    /** The same with another deadline. */
    public Notice until(Instant end) {
        return new Notice(provider, instanceId, node, kind, action, noticedAt, end, source, rawId);
    }
}
