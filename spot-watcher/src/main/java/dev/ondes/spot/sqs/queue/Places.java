package dev.ondes.spot.sqs.queue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** How many messages are worked on, and how many wait beside them. Thread-safe. */
final class Places {
    private final Semaphore free;
    private final int most;
    private final AtomicInteger aside = new AtomicInteger();

    Places(int places, int most) {
        this.free = new Semaphore(places);
        this.most = most;
    }

    /** Takes places for a whole batch: fewer than there may be messages would leave some without. */
    void take(int number) throws InterruptedException {
        free.acquire(number);
    }

    void giveBack(int number) {
        free.release(number);
    }

    boolean goAside() {
        if (aside.incrementAndGet() > most) {
            aside.decrementAndGet();
            return false;
        }
        giveBack(1);
        return true;
    }

    void leaveAside() {
        aside.decrementAndGet();
    }

    int aside() {
        return aside.get();
    }
}
