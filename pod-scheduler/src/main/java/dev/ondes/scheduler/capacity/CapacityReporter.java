package dev.ondes.scheduler.capacity;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.create.Accepted;
import dev.ondes.scheduler.create.WaitingRoom;
import dev.ondes.scheduler.watch.PodShelf;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says {@code capacity.reported} every two seconds and when it has changed, while we lead. One thread of its own. */
public final class CapacityReporter {
    private static final Logger LOG = Logger.getLogger(CapacityReporter.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final ClassFile classes;
    private final PodShelf pods;
    private final Accepted accepted;
    private final WaitingRoom waiting;
    private final Announcements say;
    private final BlockingQueue<Boolean> changes = new ArrayBlockingQueue<>(1);
    private volatile @Nullable Thread thread;

    public CapacityReporter(
            ClassFile classes, PodShelf pods, Accepted accepted, WaitingRoom waiting, Announcements say) {
        this.classes = classes;
        this.pods = pods;
        this.accepted = accepted;
        this.waiting = waiting;
        this.say = say;
    }

    public void begin() {
        waiting.whenFull(this::changed);
        thread = Thread.ofVirtual().name("capacity").start(this::run);
    }

    public void end() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Something happened that may change what is to be said. Returns at once. */
    public void changed() {
        changes.offer(true);
    }

    private void run() {
        CapacityReported said = null;
        try {
            while (true) {
                boolean due = changes.poll(EVERY.toMillis(), TimeUnit.MILLISECONDS) == null;
                said = report(said, due);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An error must not end the reports: without them, nobody asks GitLab for jobs. */
    private @Nullable CapacityReported report(@Nullable CapacityReported said, boolean due) {
        try {
            CapacityReported now = CapacityCount.of(classes.classes(), pods.all(), accepted::recent, waiting::full);
            if (due || !now.equals(said)) {
                say(now);
            }
            return now;
        } catch (RuntimeException | Error e) {
            LOG.error(LogLine.of("capacity not counted").why(e.toString()), e);
            return said;
        }
    }

    private void say(CapacityReported capacity) {
        try {
            say.capacity(capacity);
        } catch (PublishException e) {
            LOG.warn(LogLine.of("capacity not said").why(e.getMessage()));
        }
    }
}
