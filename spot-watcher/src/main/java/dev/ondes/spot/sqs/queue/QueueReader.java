package dev.ondes.spot.sqs.queue;

import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Reads a queue: several long polls, one right after the other; each message on a thread of its own; deleted when its handler
 * says so, given back when it fails. Errors of the queue, however many, only make it wait. Replicas may read one queue
 * together. Thread-safe.
 */
public final class QueueReader {
    private static final Logger LOG = Logger.getLogger(QueueReader.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));
    private static final int DELETERS = 2;

    /** So long an answer of the queue is waited for at the end. */
    private static final Duration LAST_ANSWER = Duration.ofSeconds(1);

    private final Queue queue;
    private final Handler handler;
    private final QueueSettings settings;
    private final QueueMeters meters;
    private final Clock clock;
    private final Places places;
    private final Hidden hidden;
    private final Deletions deletions;
    private final ExecutorService loops = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopped = new CountDownLatch(1);

    public QueueReader(Queue queue, Handler handler, QueueSettings settings, QueueMeters meters, Clock clock) {
        this.queue = queue;
        this.handler = handler;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
        this.places = new Places(settings.places(), settings.aside());
        this.hidden = new Hidden(queue, settings.visibility(), meters, clock);
        this.deletions = new Deletions(queue, meters, hidden::remove);
    }

    /** Begins to read; returns at once. */
    public void start() {
        for (int i = 0; i < settings.receivers(); i++) {
            loops.execute(this::receive);
        }
        for (int i = 0; i < DELETERS; i++) {
            loops.execute(() -> untilInterrupted(deletions::run));
        }
        loops.execute(() -> untilInterrupted(this::keepHidden));
    }

    /** Receives no more, waits for what is under way, deletes what is done and shows the rest to others at once. */
    public void stop(Duration limit) {
        stopped.countDown();
        loops.shutdownNow();
        work.shutdown();
        try {
            // Who waits aside for something to happen isn't worth waiting for: its pause ends now.
            if (!work.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                work.shutdownNow();
            }
        } catch (InterruptedException e) {
            work.shutdownNow();
            Thread.currentThread().interrupt();
        }
        awaitLoops();
        deletions.flush();
        giveBack(hidden.all(), Duration.ZERO);
    }

    /** An answer that is on its way may still bring messages: they are shown with the rest. */
    private void awaitLoops() {
        try {
            if (!loops.awaitTermination(LAST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info(LogLine.of("the queue's last answer is not waited for"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many messages are in our hands. */
    public int inHand() {
        return hidden.size();
    }

    /** How long ago the queue last answered. */
    public Duration sinceSuccess() {
        return meters.sinceSuccess();
    }

    private void receive() {
        untilInterrupted(() -> {
            int failures = 0;
            while (!isStopped()) {
                places.take(Queue.BATCH);
                List<Received> batch = List.of();
                try {
                    batch = queue.receive(Queue.BATCH);
                    meters.answered();
                    failures = 0;
                    take(batch);
                } catch (QueueException e) {
                    if (isStopped()) {
                        return;
                    }
                    meters.failed("receive");
                    Duration wait = BACKOFF.after(++failures);
                    LOG.warn(LogLine.of("the queue gives no messages")
                            .why(e.getMessage())
                            .with(LogKey.WAIT, wait));
                    stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS);
                } finally {
                    places.giveBack(Queue.BATCH - batch.size());
                }
            }
        });
    }

    private void take(List<Received> batch) {
        Instant now = clock.instant();
        batch.forEach(message -> hidden.add(message, now));
        batch.forEach(meters::received);
        try {
            batch.forEach(message -> work.execute(() -> handle(message)));
        } catch (RejectedExecutionException e) {
            // This reader stops, and then shows to others what is in its hands.
        }
    }

    private void handle(Received message) {
        var place = new Place();
        try {
            end(message, judge(message, place));
        } finally {
            place.leave();
        }
    }

    private Verdict judge(Received message, Place place) {
        try {
            return handler.handle(message, place);
        } catch (InterruptedException e) {
            return new Verdict.Again(Duration.ZERO, "this program ends");
        } catch (RuntimeException e) {
            LOG.warn(LogLine.of("a message can't be handled").with(LogKey.SUBJECT, message.id()), e);
            return new Verdict.Again(pause(message.receives()), String.valueOf(e.getMessage()));
        }
    }

    private static Duration pause(int receives) {
        return Duration.ofSeconds(Math.min(20, 1L << Math.min(receives, 5)));
    }

    private void end(Received message, Verdict verdict) {
        switch (verdict) {
            case Verdict.Done done -> {
                meters.ended(done.result());
                deletions.add(message);
            }
            case Verdict.Again again
            when message.receives() >= settings.tries() -> {
                LOG.error(LogLine.of("a message that failed every time is given up")
                        .with(LogKey.SUBJECT, message.id())
                        .with(LogKey.FAILURES, message.receives())
                        .why(again.why()));
                meters.ended("given-up");
                deletions.add(message);
            }
            case Verdict.Again again -> {
                meters.ended("again");
                giveBack(List.of(message), again.after());
            }
        }
    }

    private void giveBack(List<Received> messages, Duration after) {
        for (List<Received> batch : Hidden.batches(messages)) {
            batch.forEach(hidden::remove);
            try {
                queue.hide(batch, after);
            } catch (QueueException e) {
                // Then they are seen again when their time is over.
                meters.failed("hide");
            }
        }
    }

    private void keepHidden() throws InterruptedException {
        while (!stopped.await(settings.visibility().dividedBy(4).toMillis(), TimeUnit.MILLISECONDS)) {
            hidden.prolong();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @FunctionalInterface
    private interface Loop {
        void run() throws InterruptedException;
    }

    /** A loop that fails for a reason nobody thought of begins anew: a reader that no longer reads is the worst of ends. */
    private void untilInterrupted(Loop loop) {
        while (!isStopped()) {
            try {
                loop.run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error(LogLine.of("reading the queue failed, and begins anew"), e);
                meters.failed("loop");
                try {
                    stopped.await(BACKOFF.first().toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException stopping) {
                    return;
                }
            }
        }
    }

    /** A message's place among those worked on. For its own thread. */
    private final class Place implements Patience {
        private boolean aside;

        @Override
        public boolean waitAside() {
            aside = aside || places.goAside();
            return aside;
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            if (stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new InterruptedException("this program ends");
            }
        }

        void leave() {
            if (aside) {
                places.leaveAside();
            } else {
                places.giveBack(1);
            }
        }
    }
}
