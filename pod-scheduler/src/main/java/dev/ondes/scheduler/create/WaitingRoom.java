package dev.ondes.scheduler.create;

import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.retry.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where queued jobs wait that can't be settled now. Each keeps its message, so that waiting counts as no failed delivery; but
 * only so many, and only for so long, for one class's jobs must not hold all that the broker hands out, nor a message until the
 * broker takes the channel away (30 minutes). The rest go to the end of the queue. A class that has somebody here is full, so
 * that its further jobs stay pending in GitLab. Thread-safe.
 */
public final class WaitingRoom {
    /** Well below the channel's prefetch. */
    static final int SEATS = 150;

    static final Duration LONGEST = Duration.ofMinutes(10);
    /** Who just left may come back: a job that waits at the end of the queue, or the next one that finds no room. */
    private static final Duration STILL_FULL = Duration.ofSeconds(10);

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));

    private final Clock clock;
    private final Pause pause;
    private final ConcurrentMap<Long, Visit> waiting = new ConcurrentHashMap<>();
    private final Map<String, Instant> fullUntil = new ConcurrentHashMap<>();
    private volatile Runnable onFull = () -> {};

    private record Visit(String jobClass, Instant since, int pauses) {}

    /** What a job does after its pause. */
    public enum Next {
        TRY_AGAIN,
        TO_THE_END_OF_THE_QUEUE
    }

    public WaitingRoom(Clock clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /** Who is to hear at once that a class has become full; must not block. */
    public void whenFull(Runnable told) {
        onFull = told;
    }

    /** Waits, in the caller's thread. The job counts as waiting until it {@link #leave leaves}. */
    Next await(long jobId, String jobClass, Duration atLeast) throws InterruptedException {
        Instant now = clock.instant();
        Visit visit = waiting.compute(
                jobId,
                (_, known) -> known == null
                        ? new Visit(jobClass, now, 1)
                        : new Visit(jobClass, known.since(), known.pauses() + 1));
        fullUntil.put(jobClass, now.plus(STILL_FULL));
        onFull.run();
        Duration grown = BACKOFF.after(visit.pauses());
        pause.of(grown.compareTo(atLeast) < 0 ? atLeast : grown);
        boolean tooMany = waiting.size() > SEATS;
        boolean tooLong = !clock.instant().isBefore(visit.since().plus(LONGEST));
        return tooMany || tooLong ? Next.TO_THE_END_OF_THE_QUEUE : Next.TRY_AGAIN;
    }

    /** It is settled, or its message goes elsewhere. Idempotent. */
    void leave(long jobId) {
        waiting.remove(jobId);
    }

    /** How many jobs wait. */
    public int size() {
        return waiting.size();
    }

    /** Whether further jobs of the class would only wait as well. */
    public boolean full(String jobClass) {
        Instant until = fullUntil.get(jobClass);
        return (until != null && clock.instant().isBefore(until))
                || waiting.values().stream().anyMatch(visit -> visit.jobClass().equals(jobClass));
    }

    /** Pauses that a stop ends early. */
    public static final class Stoppable implements Pause {
        private final CountDownLatch stopped = new CountDownLatch(1);

        /** Ends all pauses, now and to come, by {@link InterruptedException}: the messages go back to their queue. */
        public void stop() {
            stopped.countDown();
        }

        @Override
        public void of(Duration duration) throws InterruptedException {
            if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("the service stops");
            }
        }
    }
}
