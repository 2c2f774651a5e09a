package dev.ondes.playground.broker;

import dev.ondes.playground.process.PlaygroundException;
import java.net.URI;

/** Somebody's broker, named in {@link Broker#VARIABLE}: used, and never ended. */
record GivenBroker(URI url) implements Broker {
    @Override
    public String description() {
        return "RabbitMQ at " + url.getHost() + ":" + url.getPort() + " (from " + VARIABLE + ")";
    }

    @Override
    public void kill() {
        throw new PlaygroundException("a broker given by " + VARIABLE + " is not ours to kill");
    }

    @Override
    public void restart() {
        throw new PlaygroundException("a broker given by " + VARIABLE + " is not ours to start");
    }

    @Override
    public void close() {
        // Not ours.
    }
}
