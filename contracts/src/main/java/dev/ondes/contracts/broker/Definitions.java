package dev.ondes.contracts.broker;

/** Writes a topology as a definitions file for RabbitMQ. */
public final class Definitions {
    private Definitions() {}
}
