package dev.ondes.spot.sqs.read;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a message says of one instance.
 *
 * @param said when AWS said it
 * @param deadline when the instance will be gone, or its maintenance begins
 * @param rawId the event's id; of AWS Health the communication's, which copies and pages share
 * @param withdrawn whether it is taken back
 */
public record InstanceNotice(
        String instanceId,
        NoticeKind kind,
        InstanceAction action,
        Instant said,
        @Nullable Instant deadline,
        String rawId,
        boolean withdrawn) {}
