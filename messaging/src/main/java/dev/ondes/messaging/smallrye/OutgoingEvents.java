package dev.ondes.messaging.smallrye;

import dev.ondes.contracts.event.Event;
import dev.ondes.messaging.Events;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * An outgoing channel: each message is published in a virtual thread, acked when the broker has taken it and nacked
 * when it has not within the time limit.
 */
final class OutgoingEvents implements Flow.Subscriber<Message<?>> {
    private final Events events;
    private final int inFlight;
    private volatile Flow.@Nullable Subscription upstream;

    /** @param inFlight how many at once; with 1 their order is kept */
    OutgoingEvents(Events events, int inFlight) {
        this.events = events;
        this.inFlight = inFlight;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        subscription.request(inFlight);
    }

    @Override
    public void onNext(Message<?> message) {
        Thread.startVirtualThread(() -> {
            try {
                publish(message);
            } finally {
                var subscription = upstream;
                if (subscription != null) {
                    subscription.request(1);
                }
            }
        });
    }

    private void publish(Message<?> message) {
        try {
            if (!(message.getPayload() instanceof Event<?> event)) {
                throw new IllegalArgumentException("only events can be published, not "
                        + message.getPayload().getClass());
            }
            events.publish(event);
        } catch (RuntimeException e) {
            message.nack(e).toCompletableFuture().join();
            return;
        }
        message.ack().toCompletableFuture().join();
    }

    @Override
    public void onError(Throwable failure) {
        // Said by SmallRye; nothing is left to publish.
    }

    @Override
    public void onComplete() {
        // Nothing is held back.
    }
}
