package dev.ondes.spot.notice;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.NodeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one detector heard once. The same going away may be heard several times and by several detectors.
 *
 * @param provider who said it
 * @param node as far as the detector knows it
 * @param noticedAt when it was said, or else heard
 * @param deadline when the machine will be gone; null where nobody said
 * @param source which detector: {@code imds}, {@code sqs}, {@code cluster-autoscaler}, …
 * @param rawId what the source calls it, for logs
 */
public record Notice(
        Provider provider,
        NodeId node,
        NoticeKind kind,
        InstanceAction action,
        Instant noticedAt,
        @Nullable Instant deadline,
        String source,
        String rawId) {

    /** The same with another deadline. */
    public Notice until(Instant end) {
        return new Notice(provider, node, kind, action, noticedAt, end, source, rawId);
    }
}
