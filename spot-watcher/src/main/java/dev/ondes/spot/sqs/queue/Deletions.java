package dev.ondes.spot.sqs.queue;

import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Deletes what is done with, in batches. What can't be deleted is tried again a few times; then it will be received again,
 * and known. {@link #run} is for one or more threads; the rest is thread-safe.
 */
final class Deletions {
    private static final Logger LOG = Logger.getLogger(Deletions.class);
    private static final int TRIES = 3;
    private static final Duration LINGER = Duration.ofMillis(20);

    private final Queue queue;
    private final QueueMeters meters;
    private final Consumer<Received> onEnd;
    private final BlockingQueue<Received> due = new LinkedBlockingQueue<>();

    /**
     * Makes one.
     *
     * @param onEnd called with each message that was deleted, or that we gave up deleting
     */
    Deletions(Queue queue, QueueMeters meters, Consumer<Received> onEnd) {
        this.queue = queue;
        this.meters = meters;
        this.onEnd = onEnd;
    }

    void add(Received message) {
        due.add(message);
    }

    /** Works until interrupted. */
    void run() throws InterruptedException {
        while (true) {
            List<Received> batch = new ArrayList<>(Queue.BATCH);
            batch.add(due.take());
            fill(batch);
            delete(batch);
        }
    }

    /** Deletes what is left, when nobody runs any more. */
    void flush() {
        while (!due.isEmpty()) {
            List<Received> batch = new ArrayList<>(Queue.BATCH);
            due.drainTo(batch, Queue.BATCH);
            delete(batch);
        }
    }

    /** Waits a moment for others to go along: a call costs as much for one as for ten. */
    private void fill(List<Received> batch) throws InterruptedException {
        long end = System.nanoTime() + LINGER.toNanos();
        while (batch.size() < Queue.BATCH) {
            Received next = due.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
        }
    }

    private void delete(List<Received> batch) {
        List<Received> left = batch;
        for (int i = 0; i < TRIES && !left.isEmpty(); i++) {
            left = tryOnce(left);
        }
        if (!left.isEmpty()) {
            LOG.warn(LogLine.of("messages can't be deleted and will come again").with(LogKey.COUNT, left.size()));
        }
        batch.forEach(onEnd);
    }

    private List<Received> tryOnce(List<Received> batch) {
        try {
            return queue.delete(batch);
        } catch (QueueException e) {
            meters.failed("delete");
            return batch;
        }
    }
}
