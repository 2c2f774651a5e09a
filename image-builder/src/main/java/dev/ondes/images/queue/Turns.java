package dev.ondes.images.queue;

import dev.ondes.contracts.retry.Backoff;
import dev.ondes.images.build.BuildId;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One thing at a time for each build, any number of builds at once: who asks for a turn while one runs gets one more afterwards.
 * A turn that fails is taken again after a growing pause. Each runs in a virtual thread of its own. Thread-safe.
 */
public final class Turns {
    private static final Logger LOG = Logger.getLogger(Turns.class);

    private final Consumer<BuildId> work;
    private final BooleanSupplier leading;
    private final ScheduledExecutorService timer;
    private final Backoff pauses;
    private final Map<BuildId, Turn> running = new ConcurrentHashMap<>();

    /**
     * One that runs.
     *
     * @param again whether another was asked for meanwhile
     */
    private record Turn(boolean again) {}

    public Turns(Consumer<BuildId> work, BooleanSupplier leading, ScheduledExecutorService timer, Backoff pauses) {
        this.work = work;
        this.leading = leading;
        this.timer = timer;
        this.pauses = pauses;
    }

    /** Asks for a turn. Returns at once; nothing happens while we don't lead. */
    public void ask(BuildId id) {
        ask(id, 0);
    }

    private void ask(BuildId id, int failures) {
        if (!leading.getAsBoolean()) {
            return;
        }
        running.compute(id, (_, turn) -> {
            if (turn == null) {
                Thread.startVirtualThread(() -> run(id, failures));
                return new Turn(false);
            }
            return new Turn(true);
        });
    }

    private void run(BuildId id, int failures) {
        boolean failed = false;
        try {
            work.accept(id);
        } catch (RuntimeException e) {
            failed = true;
            LOG.warn(LogLine.of("a turn of a build failed, comes again")
                    .with(LogKey.SUBJECT, id)
                    .with(LogKey.FAILURES, failures + 1)
                    .why(e.getMessage()));
        }
        boolean again = failed;
        running.compute(id, (_, turn) -> {
            if (turn != null && turn.again() && !again) {
                Thread.startVirtualThread(() -> run(id, 0));
                return new Turn(false);
            }
            return null;
        });
        if (failed) {
            var _ = timer.schedule(
                    () -> ask(id, failures + 1), pauses.after(failures + 1).toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
