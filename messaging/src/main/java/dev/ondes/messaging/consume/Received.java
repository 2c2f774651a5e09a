package dev.ondes.messaging.consume;

import dev.ondes.contracts.event.Event;

/** An event that waits to be handled, or is. The consumer that gave it is told when it was. */
public final class Received {
    private final Event<?> event;
    private final Delivery delivery;

    Received(Event<?> event, Delivery delivery) {
        this.event = event;
        this.delivery = delivery;
    }

    public Event<?> event() {
        return event;
    }

    /** How often it was delivered before. */
    public int failures() {
        return delivery.failures();
    }

    Delivery delivery() {
        return delivery;
    }
}
