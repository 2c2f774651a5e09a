package dev.ondes.spot.sqs.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.sqs.read.AwsMessage.Instances;
import dev.ondes.spot.sqs.read.AwsMessage.Nothing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Scheduled changes that AWS Health tells of, about two weeks ahead; one message may name many instances. Copies and pages of
 * one notice share the communication's id.
 */
final class HealthMessages {
    private HealthMessages() {}

    static AwsMessage read(JsonNode event, Instant sent) {
        JsonNode detail = event.path("detail");
        String service = Fields.textOr(detail, "service", "");
        String category = Fields.textOr(detail, "eventTypeCategory", "");
        if (!service.equals("EC2") || !category.equals("scheduledChange")) {
            return new Nothing(MessageType.HEALTH, "service " + service + ", category " + category);
        }
        String code = Fields.textOr(detail, "eventTypeCode", "");
        Instant said = Fields.timeOr(event, "time", sent);
        boolean closed = Fields.textOr(detail, "statusCode", "").equals("closed");
        String rawId = Fields.textOr(event, "account", "?") + "/"
                + Fields.text(detail, "communicationId").orElseGet(() -> Fields.textOr(event, "id", "?"));
        InstanceAction action = action(code);
        Instant start = Fields.time(detail, "startTime");
        List<InstanceNotice> notices = instances(event, detail)
                .distinct()
                .map(instance -> notice(instance, action, said, start, rawId, closed))
                .toList();
        return notices.isEmpty()
                ? new Nothing(MessageType.HEALTH, code + " names no instance")
                : new Instances(MessageType.HEALTH, notices);
    }

    /** A machine that is to be retired may break at any moment: its start is no reason to wait. */
    private static InstanceNotice notice(
            String instance,
            InstanceAction action,
            Instant said,
            @Nullable Instant start,
            String rawId,
            boolean closed) {
        return new InstanceNotice(instance, NoticeKind.MAINTENANCE, action, said, start, rawId, closed);
    }

    private static InstanceAction action(String code) {
        if (code.contains("RETIREMENT") || code.contains("DEGRAD")) {
            return InstanceAction.TERMINATE;
        }
        if (code.contains("REBOOT")) {
            return InstanceAction.REBOOT;
        }
        if (code.contains("INSTANCE_STOP")) {
            return InstanceAction.STOP;
        }
        return InstanceAction.UNKNOWN;
    }

    /** The entities; where there are none, the resources, which in these events are bare ids. */
    private static Stream<String> instances(JsonNode event, JsonNode detail) {
        JsonNode entities = detail.path("affectedEntities");
        if (entities.isEmpty()) {
            return stream(event.path("resources")).flatMap(resource -> Fields.instance(resource.asText()).stream());
        }
        return stream(entities)
                .map(entity -> Fields.instance(entity, "entityValue"))
                .flatMap(Optional::stream);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
