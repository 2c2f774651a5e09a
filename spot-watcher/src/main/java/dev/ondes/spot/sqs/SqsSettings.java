package dev.ondes.spot.sqs;

import dev.ondes.spot.sqs.hook.HookSettings;
import dev.ondes.spot.sqs.queue.QueueSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings under {@code ondes.sqs}. An unknown key stops the start. */
@ConfigMapping(prefix = "ondes.sqs")
public interface SqsSettings {

    /** The queue that EventBridge's rules fill; nothing of AWS is asked without it, but status checks where wanted. */
    Optional<URI> queueUrl();

    /** AWS' region; that of the queue's URL where it isn't set, or else as AWS' own tools find it. */
    Optional<String> region();

    /** SQS elsewhere than at its region's public address. */
    Optional<URI> endpoint();

    /** Auto Scaling elsewhere. */
    Optional<URI> autoScalingEndpoint();

    /** EC2 elsewhere. */
    Optional<URI> ec2Endpoint();

    /** Long polls at once. */
    @WithDefault("4")
    int receivers();

    /** For how long a message is hidden from other replicas, again and again while it is worked on. */
    @WithDefault("PT30S")
    Duration visibility();

    /** How many messages are worked on at once. */
    @WithDefault("500")
    int workers();

    /** After so many receptions a message that always fails is given up; more than the queue's own maxReceiveCount. */
    @WithDefault("12")
    int tries();

    /** How long a warning of an unknown instance waits for its node to appear. */
    @WithDefault("PT15S")
    Duration unknownPatience();

    /**
     * Auto Scaling groups of this cluster, such as {@code ci-*}: only their hooks are held, and they are completed for what is
     * no node, too. Where none is named, the hooks of all nodes are held.
     */
    Optional<List<String>> groups();

    /** How often a hook's time is begun anew: less than its heartbeat timeout. */
    @WithDefault("PT60S")
    Duration heartbeat();

    /** How long an instance is held in its hook at most. */
    @WithDefault("PT4H")
    Duration longestHold();

    /** How long a launched instance may take to be a ready node, before its hook is left to its default. */
    @WithDefault("PT10M")
    Duration launchPatience();

    /** Whether EC2's status checks are asked for. */
    @WithDefault("false")
    boolean statusChecks();

    @WithDefault("PT60S")
    Duration statusCheckInterval();

    /** How long a check may fail before it counts. */
    @WithDefault("PT3M")
    Duration statusCheckPatience();

    default QueueSettings queue() {
        return new QueueSettings(receivers(), visibility(), workers(), QueueSettings.DEFAULT.aside(), tries());
    }

    default HookSettings hooks() {
        return new HookSettings(heartbeat(), longestHold());
    }

    default MessageSettings messages(boolean dryRun) {
        return new MessageSettings(unknownPatience(), launchPatience(), groups().orElse(List.of()), dryRun);
    }

    /**
     * What no single value shows.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    default void check() {
        if (receivers() < 1 || receivers() > 32) {
            throw new IllegalArgumentException("ondes.sqs.receivers must be from 1 to 32, such as 4");
        }
        if (workers() < 10 * receivers()) {
            throw new IllegalArgumentException("ondes.sqs.workers (" + workers()
                    + ") must be at least ten times ondes.sqs.receivers: each receives ten messages at once");
        }
        if (visibility().compareTo(Duration.ofSeconds(10)) < 0 || visibility().compareTo(Duration.ofHours(12)) > 0) {
            throw new IllegalArgumentException("ondes.sqs.visibility must be from 10s to 12h, such as 30s");
        }
        if (longestHold().compareTo(Duration.ofDays(2)) > 0) {
            throw new IllegalArgumentException(
                    "ondes.sqs.longest-hold can't be longer than 48h: Auto Scaling ends every hook then");
        }
        if (heartbeat().compareTo(Duration.ofSeconds(10)) < 0) {
            throw new IllegalArgumentException("ondes.sqs.heartbeat must be at least 10s, and rather 60s");
        }
    }
}
