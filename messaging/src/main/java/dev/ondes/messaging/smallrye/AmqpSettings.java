package dev.ondes.messaging.smallrye;

import dev.ondes.authorities.Authorities;
import dev.ondes.messaging.connect.AmqpAddress;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the broker, the same for all services. */
@ConfigMapping(prefix = "ondes.amqp")
public interface AmqpSettings {
    /**
     * {@code amqp://user:password@host:port/vhost}, or {@code amqps}. Text, and read elsewhere: a converter's complaint
     * would repeat the password.
     */
    String url();

    /** PEM file of authorities to be trusted beside the JDK's as to the broker's certificate. */
    Optional<Path> caFile();

    /** Whether to declare the topology; if not, it is only looked for. */
    @WithDefault("true")
    boolean declare();

    /** How long a publish may take, all attempts together. */
    @WithDefault("PT10S")
    Duration publishTimeout();

    /** How many publishes may be under way at once. */
    @WithDefault("1000")
    int publishesInFlight();

    /**
     * Where the broker is.
     *
     * @throws IllegalArgumentException naming the key and the fix
     */
    static AmqpAddress address(AmqpSettings settings) {
        return AmqpAddress.parse(settings.url(), Authorities.of("ondes.amqp.ca-file", settings.caFile()));
    }
}
