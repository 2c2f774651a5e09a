package dev.ondes.messaging;

/**
 * Opens and closes incoming channels with {@code auto-start=false}: a standby must not consume. Both calls may be
 * repeated, and are safe on any thread.
 */
public interface Subscriptions {
    /**
     * Starts to consume. Returns at once; consuming begins as soon as broker and queue are there.
     *
     * @throws IllegalArgumentException when no incoming channel of this connector has that name
     */
    void open(String channel);

    /**
     * Stops to consume: what is being handled is handled to its end and acknowledged, what was delivered but not begun
     * goes back to the queue. Returns when no handler runs any more, or after the channel's {@code close-timeout}; so
     * a handler must not close its own channel.
     *
     * @throws IllegalArgumentException when no incoming channel of this connector has that name
     */
    void close(String channel);
}
