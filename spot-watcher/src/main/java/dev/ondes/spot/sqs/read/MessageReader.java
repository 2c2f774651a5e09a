package dev.ondes.spot.sqs.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.spot.sqs.read.AwsMessage.Junk;
import dev.ondes.spot.sqs.read.AwsMessage.Nothing;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a message's body: an event of EventBridge, Auto Scaling's own shape, or either wrapped by SNS. Told apart by source
 * and type alone, so that unknown fields and a missing {@code version} do no harm. Never throws. Thread-safe.
 */
public final class MessageReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WRAPPINGS = 3;

    /**
     * Reads a body.
     *
     * @param sent when the message came into the queue: stands for a time that its body doesn't tell
     */
    public AwsMessage read(String body, Instant sent) {
        return read(body, sent, WRAPPINGS);
    }

    private static AwsMessage read(String body, Instant sent, int wrappings) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return new Junk("not JSON: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            return new Junk("no JSON object");
        }
        Optional<String> wrapped = Fields.text(json, "Message");
        if (wrapped.isPresent() && wrappings > 0) {
            return read(wrapped.get(), sent, wrappings - 1);
        }
        if (json.path("detail-type").isTextual()) {
            return event(json, sent);
        }
        if (json.has("LifecycleTransition") || json.has("Event")) {
            return HookMessages.read(json, json, "Time", Fields.textOr(json, "RequestId", "?"), sent);
        }
        return new Nothing(MessageType.OTHER, "neither an event nor a lifecycle hook's message");
    }

    private static AwsMessage event(JsonNode event, Instant sent) {
        String source = Fields.textOr(event, "source", "");
        String type = Fields.textOr(event, "detail-type", "");
        return switch (source + "/" + type) {
            case "aws.ec2/EC2 Spot Instance Interruption Warning" ->
                Ec2Messages.interruption(MessageType.SPOT_INTERRUPTION, event, sent);
            case "aws.ec2/EC2 Capacity Reservation Instance Interruption Warning" ->
                Ec2Messages.interruption(MessageType.CAPACITY_RESERVATION, event, sent);
            case "aws.ec2/EC2 Instance Rebalance Recommendation" -> Ec2Messages.rebalance(event, sent);
            case "aws.ec2/EC2 Instance State-change Notification" -> Ec2Messages.stateChange(event, sent);
            case "aws.autoscaling/EC2 Instance-terminate Lifecycle Action",
                    "aws.autoscaling/EC2 Instance-launch Lifecycle Action" ->
                HookMessages.read(event, event.path("detail"), "time", Fields.textOr(event, "id", "?"), sent);
            case "aws.health/AWS Health Event" -> HealthMessages.read(event, sent);
            default -> new Nothing(MessageType.OTHER, "source " + source + ", type " + type);
        };
    }
}
