package dev.ondes.spot.sqs.read;

import java.util.List;

/** What a message from the queue means. */
public sealed interface AwsMessage {
    MessageType type();

    /** One or more instances go away, may, or don't after all. */
    record Instances(MessageType type, List<InstanceNotice> notices) implements AwsMessage {
        public Instances {
            notices = List.copyOf(notices);
        }
    }

    /** A group gives an instance up and waits for us to complete the hook. */
    record Terminating(LifecycleHook hook, InstanceNotice notice) implements AwsMessage {
        @Override
        public MessageType type() {
            return MessageType.TERMINATE_HOOK;
        }
    }

    /**
     * A group takes an instance in and waits for us to complete the hook.
     *
     * @param becomesNode false for one on its way into a warm pool, which may be stopped before it is a node
     */
    record Launching(LifecycleHook hook, boolean becomesNode) implements AwsMessage {
        @Override
        public MessageType type() {
            return MessageType.LAUNCH_HOOK;
        }
    }

    /** Nothing follows from it. */
    record Nothing(MessageType type, String why) implements AwsMessage {}

    /** Of a kind that we act on, but what we need isn't there: AWS changed a format, or somebody writes into the queue. */
    record Unusable(MessageType type, String why) implements AwsMessage {}

    /** No JSON object. */
    record Junk(String why) implements AwsMessage {
        @Override
        public MessageType type() {
            return MessageType.JUNK;
        }
    }
}
