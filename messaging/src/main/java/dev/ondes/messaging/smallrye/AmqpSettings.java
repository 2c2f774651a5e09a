package dev.ondes.messaging.smallrye;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the broker, the same for all services. */
@ConfigMapping(prefix = "ondes.amqp")
public interface AmqpSettings {
    /**
     * {@code amqp://user:password@host:port/vhost}, or {@code amqps}. Text, and read elsewhere: a converter's complaint
     * would repeat the password.
     */
    String url();

    /** Whether to declare the topology; if not, it is only looked for. */
    @WithDefault("true")
    boolean declare();

    /** How long a publish may take, all attempts together. */
    @WithDefault("PT10S")
    Duration publishTimeout();

    /** How many publishes may be under way at once. */
    @WithDefault("1000")
    int publishesInFlight();
}
