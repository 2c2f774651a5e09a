package dev.ondes.playground.broker;

import dev.ondes.playground.process.DebianPackage;
import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.PlaygroundException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A RabbitMQ that the platform may use. Closing ends it, where it is ours. */
public interface Broker extends AutoCloseable {
    /** Variable that names a broker to use instead of one of our own. */
    String VARIABLE = "ONDES_AMQP_URL";

    /** Where the services reach it; holds the password. */
    URI url();

    /** One line for people, without the password. */
    String description();

    /** Ends it at once, as a crash does, where that can be done; its data stay. */
    void kill();

    /** Starts it again after {@link #kill}, under the same address and with its data. */
    void restart();

    @Override
    void close();

    /**
     * The first that can be had: the one of {@value #VARIABLE}, one in Docker, a private one of this machine's
     * {@code rabbitmq-server}, and where we are root one that is installed first.
     *
     * @param place where it must listen; Docker's and a given one can only be used on this machine's own network
     * @param folder for its data and logs
     * @param say hears what is about to be installed
     * @throws PlaygroundException when none can be had, saying how to get one
     */
    static Broker start(Place place, Path folder, Consumer<String> say) {
        String given = System.getenv(VARIABLE);
        if (given != null && !given.isBlank()) {
            return new GivenBroker(URI.create(given));
        }
        boolean own = place.prefix().isEmpty();
        if (own && DockerBroker.available()) {
            return DockerBroker.start();
        }
        if (LocalBroker.installed().isEmpty()) {
            installOrRefuse(say);
        }
        return LocalBroker.start(place, folder);
    }

    /**
     * Makes sure that a local one can be started, for tests that start their own: installs it where we are root.
     *
     * @throws PlaygroundException when there is none and it can't be installed, saying how to get one
     */
    static void prepare(Consumer<String> say) {
        String given = System.getenv(VARIABLE);
        boolean isGiven = given != null && !given.isBlank();
        if (!isGiven && LocalBroker.installed().isEmpty()) {
            installOrRefuse(say);
        }
    }

    private static void installOrRefuse(Consumer<String> say) {
        DebianPackage.install(
                "rabbitmq-server",
                "RabbitMQ",
                "install rabbitmq-server, start Docker, or name one in " + VARIABLE
                        + " (amqp://user:password@host:5672)",
                say);
    }
}
