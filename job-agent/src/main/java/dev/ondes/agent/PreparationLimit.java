package dev.ondes.agent;

import dev.ondes.agent.orders.Orders;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a preparation that takes as long as the whole job may: a server that falls silent in the midst of an answer, or a hook
 * that waits for ever, would else hold the pod until its deadline. Closed when all is prepared; a second thread waits meanwhile.
 */
final class PreparationLimit implements AutoCloseable {
    private final CountDownLatch prepared = new CountDownLatch(1);

    PreparationLimit(Duration limit, Orders orders) {
        Thread.ofVirtual().name("preparation-limit").start(() -> {
            try {
                if (!prepared.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    orders.preparationOverdue();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
        });
    }

    @Override
    public void close() {
        prepared.countDown();
    }
}
