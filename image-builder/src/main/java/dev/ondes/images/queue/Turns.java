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
 * A turn that fails is taken again after a growing pause, and not before. Each runs in a virtual thread of its own. Thread-safe.
 */
public final class Turns {
    private static final Logger LOG = Logger.getLogger(Turns.class);

    private final Consumer<BuildId> work;
    private final BooleanSupplier leading;
    private final ScheduledExecutorService timer;
    private final Backoff pauses;
    private final Map<BuildId, Turn> running = new ConcurrentHashMap<>();

    private sealed interface Turn {
        /** @param again whether another was asked for meanwhile */
        record Runs(boolean again) implements Turn {}

        /** It failed, and is taken again after a pause; who asks meanwhile means that one. */
        record Rests() implements Turn {}
    }

    public Turns(Consumer<BuildId> work, BooleanSupplier leading, ScheduledExecutorService timer, Backoff pauses) {
        this.work = work;
        this.leading = leading;
        this.timer = timer;
        this.pauses = pauses;
    }

    /** Asks for a turn. Returns at once; nothing happens while we don't lead. */
    public void ask(BuildId id) {
        if (!leading.getAsBoolean()) {
            return;
        }
        running.compute(id, (_, turn) -> switch (turn) {
            case null -> begin(id, 0);
            case Turn.Runs _ -> new Turn.Runs(true);
            case Turn.Rests rests -> rests;
        });
    }

    private Turn begin(BuildId id, int failures) {
        Thread.startVirtualThread(() -> run(id, failures));
        return new Turn.Runs(false);
    }

    private void again(BuildId id, int failures) {
        running.compute(id, (_, _) -> leading.getAsBoolean() ? begin(id, failures) : null);
    }

    private void run(BuildId id, int failures) {
        try {
            work.accept(id);
            running.compute(id, (_, turn) -> turn instanceof Turn.Runs(boolean again) && again ? begin(id, 0) : null);
        } catch (Throwable e) {
            // Also an Error: whatever a turn ends with, the build must be able to have others.
            LOG.warn(LogLine.of("a turn of a build failed, comes again")
                    .with(LogKey.SUBJECT, id)
                    .with(LogKey.FAILURES, failures + 1)
                    .why(e.toString()));
            running.put(id, new Turn.Rests());
            var _ = timer.schedule(
                    () -> again(id, failures + 1), pauses.after(failures + 1).toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
