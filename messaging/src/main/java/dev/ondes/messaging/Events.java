package dev.ondes.messaging;

import dev.ondes.contracts.event.Event;

/**
 * Says events. A call that returns means: the broker confirmed the event and routed it to a queue. Safe on many virtual
 * threads at once; a caller waits in its own thread, which must not be an event loop's.
 *
 * <p>Routed also means: the alternate exchange took what no consumer's queue is bound to, and put it into {@code
 * ondes.unrouted}. It is kept there for an operator, and to publish it again would heal nothing.
 */
public interface Events {
    /**
     * Publishes, and publishes again with growing pauses, until the broker has taken the event or the time limit is
     * over. May reach consumers more than once; the event's id stays the same.
     *
     * @throws PublishException when the time limit is over, with the reason of the last attempt; the event may
     *     nevertheless have arrived
     */
    void publish(Event<?> event);
}
