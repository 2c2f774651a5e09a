package dev.ondes.messaging.testing;

import dev.ondes.messaging.consume.Received;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** In the place of handlers: begins with each event, and ends when the test says so. */
public final class Handlers implements Flow.Subscriber<Received> {
    private final BlockingQueue<Received> begun = new LinkedBlockingQueue<>();
    private long demand = Long.MAX_VALUE;

    /** How many may begin in all; said before the subscription. */
    public void demand(long handlers) {
        demand = handlers;
    }

    /** The next one that began. */
    public Received next() throws InterruptedException {
        Received next = begun.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no event came");
        }
        return next;
    }

    /** Those that began and that no test has taken. */
    public int waiting() {
        return begun.size();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(demand);
    }

    @Override
    public void onNext(Received received) {
        begun.add(received);
    }

    @Override
    public void onError(Throwable failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
        throw new AssertionError("a consumer's stream has no end");
    }
}
