package dev.ondes.messaging.smallrye;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.messaging.Unrepairable;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What a service's handlers look like; these do as the job id says, and note what they saw. */
@ApplicationScoped
public class SampleHandlers {
    static final long FAILS_ONCE = 1;
    static final long FAILS_FOR_EVER = 2;
    static final long WAITS_FOR_FOUR_OTHERS = 3;

    /** No repetition heals it. */
    @Unrepairable
    public static class NotOfThisWorldException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotOfThisWorldException(String message) {
            super(message);
        }
    }

    private final BlockingQueue<Event<JobCancelRequested>> cancels = new LinkedBlockingQueue<>();
    private final BlockingQueue<Event<CapacityReported>> capacities = new LinkedBlockingQueue<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch five = new CountDownLatch(5);

    BlockingQueue<Event<JobCancelRequested>> cancels() {
        return cancels;
    }

    BlockingQueue<Event<CapacityReported>> capacities() {
        return capacities;
    }

    Set<Thread> threads() {
        return threads;
    }

    @Incoming("cancels")
    @RunOnVirtualThread
    void on(Event<JobCancelRequested> event) throws InterruptedException {
        threads.add(Thread.currentThread());
        long job = event.data().jobId();
        if (job == FAILS_ONCE && failed.add(event.id())) {
            throw new IllegalStateException("not this time");
        }
        if (job == FAILS_FOR_EVER) {
            throw new NotOfThisWorldException("that job is not of this world");
        }
        if (job == WAITS_FOR_FOUR_OTHERS) {
            five.countDown();
            five.await();
        }
        cancels.add(event);
    }

    @Incoming("standby")
    @RunOnVirtualThread
    void onCapacity(Event<CapacityReported> event) {
        capacities.add(event);
    }
}
