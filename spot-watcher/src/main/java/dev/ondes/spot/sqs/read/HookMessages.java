package dev.ondes.spot.sqs.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.sqs.read.AwsMessage.Launching;
import dev.ondes.spot.sqs.read.AwsMessage.Nothing;
import dev.ondes.spot.sqs.read.AwsMessage.Terminating;
import dev.ondes.spot.sqs.read.AwsMessage.Unusable;
import java.time.Instant;
import java.util.Optional;

/** Lifecycle hooks of Auto Scaling: the same fields in an event's {@code detail} and in the body of a direct message. */
final class HookMessages {
    private static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
    private static final String LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
    private static final String TEST = "autoscaling:TEST_NOTIFICATION";
    private static final String WARM_POOL = "WarmPool";

    private HookMessages() {}

    /**
     * Reads a hook's message.
     *
     * @param outer has the time
     * @param fields has the hook
     */
    static AwsMessage read(JsonNode outer, JsonNode fields, String time, String rawId, Instant sent) {
        if (Fields.text(fields, "Event").filter(TEST::equals).isPresent()) {
            return new Nothing(MessageType.HOOK_TEST, "a lifecycle hook was made");
        }
        String transition = Fields.textOr(fields, "LifecycleTransition", "");
        MessageType type =
                switch (transition) {
                    case TERMINATING -> MessageType.TERMINATE_HOOK;
                    case LAUNCHING -> MessageType.LAUNCH_HOOK;
                    default -> MessageType.OTHER;
                };
        if (type == MessageType.OTHER) {
            return new Nothing(type, "lifecycle transition '" + transition + "'");
        }
        Optional<String> group = Fields.text(fields, "AutoScalingGroupName");
        Optional<String> name = Fields.text(fields, "LifecycleHookName");
        Optional<String> instance = Fields.instance(fields, "EC2InstanceId");
        if (group.isEmpty() || name.isEmpty() || instance.isEmpty()) {
            return new Unusable(type, "AutoScalingGroupName, LifecycleHookName or EC2InstanceId is missing");
        }
        Instant said = Fields.timeOr(outer, time, sent);
        var hook = new LifecycleHook(group.get(), name.get(), instance.get(), said);
        boolean intoWarmPool = Fields.textOr(fields, "Destination", "").equals(WARM_POOL);
        if (type == MessageType.LAUNCH_HOOK) {
            return new Launching(hook, !intoWarmPool);
        }
        // Into the warm pool it isn't terminated, but as a node it goes all the same.
        InstanceAction action = intoWarmPool ? InstanceAction.STOP : InstanceAction.TERMINATE;
        return new Terminating(
                hook, new InstanceNotice(instance.get(), NoticeKind.GROUP_SCALE_IN, action, said, null, rawId, false));
    }
}
