package dev.ondes.spot.sqs.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.sqs.read.AwsMessage.Instances;
import dev.ondes.spot.sqs.read.AwsMessage.Nothing;
import dev.ondes.spot.sqs.read.AwsMessage.Unusable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * EC2's own events. The instance's id is taken from {@code detail} alone: what {@code resources} name for spot instances are
 * no standard ARNs.
 */
final class Ec2Messages {
    /** Between the warning and the end; the event itself names no end. */
    private static final Duration LEAD = Duration.ofMinutes(2);

    private Ec2Messages() {}

    static AwsMessage interruption(MessageType type, JsonNode event, Instant sent) {
        String word = Fields.textOr(event.path("detail"), "instance-action", "");
        InstanceAction action =
                switch (word) {
                    case "terminate" -> InstanceAction.TERMINATE;
                    case "stop" -> InstanceAction.STOP;
                    case "hibernate" -> InstanceAction.HIBERNATE;
                    default -> InstanceAction.UNKNOWN;
                };
        Instant said = Fields.timeOr(event, "time", sent);
        // A hibernation begins with its warning.
        Instant deadline = action == InstanceAction.HIBERNATE ? said : said.plus(LEAD);
        NoticeKind kind = type == MessageType.SPOT_INTERRUPTION
                ? NoticeKind.SPOT_INTERRUPTION
                : NoticeKind.CAPACITY_RESERVATION_ENDED;
        return notice(type, event, kind, action, said, deadline, false);
    }

    static AwsMessage rebalance(JsonNode event, Instant sent) {
        Instant said = Fields.timeOr(event, "time", sent);
        return notice(
                MessageType.REBALANCE,
                event,
                NoticeKind.REBALANCE_RECOMMENDED,
                InstanceAction.UNKNOWN,
                said,
                null,
                false);
    }

    /** An instance that runs again does not stop after all. */
    static AwsMessage stateChange(JsonNode event, Instant sent) {
        Instant said = Fields.timeOr(event, "time", sent);
        Optional<String> state = Fields.text(event.path("detail"), "state");
        if (state.isEmpty()) {
            return new Unusable(MessageType.STATE_CHANGE, "detail.state is missing");
        }
        return switch (state.get()) {
            case "stopping", "stopped" -> stopping(event, InstanceAction.STOP, said, false);
            case "shutting-down", "terminated" -> stopping(event, InstanceAction.TERMINATE, said, false);
            case "running" -> stopping(event, InstanceAction.STOP, said, true);
            default -> new Nothing(MessageType.STATE_CHANGE, "state " + state.get());
        };
    }

    private static AwsMessage stopping(JsonNode event, InstanceAction action, Instant said, boolean withdrawn) {
        return notice(MessageType.STATE_CHANGE, event, NoticeKind.INSTANCE_STOPPING, action, said, said, withdrawn);
    }

    private static AwsMessage notice(
            MessageType type,
            JsonNode event,
            NoticeKind kind,
            InstanceAction action,
            Instant said,
            @Nullable Instant deadline,
            boolean withdrawn) {
        return Fields.instance(event.path("detail"), "instance-id")
                .<AwsMessage>map(instance -> new Instances(
                        type,
                        List.of(new InstanceNotice(
                                instance, kind, action, said, deadline, Fields.textOr(event, "id", "?"), withdrawn))))
                .orElseGet(() -> new Unusable(type, "detail.instance-id is missing or no instance's id"));
    }
}
