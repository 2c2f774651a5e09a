package dev.ondes.agent.cache;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.orders.StoppedException;
import java.time.Duration;

/** What may end a transfer early: other things before the script than after it. */
interface Guard {
    /** Runs it, and interrupts its thread when something ends it. */
    void run(Runnable transfer);

    /**
     * Whether to go on.
     *
     * @throws StoppedException when not
     */
    void check();

    /** Waits, unless something ends that. */
    void await(Duration time);

    /** Any order ends the preparation. */
    static Guard whilePreparing(Orders orders) {
        return new Guard() {
            @Override
            public void run(Runnable transfer) {
                orders.interruptibleWhilePreparing(transfer);
            }

            @Override
            public void check() {
                orders.checkWhilePreparing();
            }

            @Override
            public void await(Duration time) {
                orders.await(time, orders::checkWhilePreparing);
            }
        };
    }

    /** The strictest order ends it, and so does the pod's end: what time is left belongs to the job's own end. */
    static Guard atTheEnd(Orders orders) {
        return new Guard() {
            @Override
            public void run(Runnable transfer) {
                orders.interruptibleWhileThereIsTime(transfer);
            }

            @Override
            public void check() {
                orders.checkTime();
            }

            @Override
            public void await(Duration time) {
                orders.await(time, orders::checkTime);
            }
        };
    }
}
