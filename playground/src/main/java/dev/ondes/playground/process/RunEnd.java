package dev.ondes.playground.process;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the parts of a run, the last one first, once: when it is closed, and when the program is told to stop. The run's folder goes
 * last. Made before anything of the run is started: what is starting when the program is told to stop is ended by force, and whoever
 * starts it hears that from the next thing he starts or waits for. Thread-safe.
 */
public final class RunEnd implements AutoCloseable {
    private static final int GIVES_UP_SECONDS = 60;

    private final Path folder;
    private final Deque<Runnable> parts = new ArrayDeque<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final Thread hook;
    private boolean ended;

    /** @param told called when the program is told to stop, before anything ends */
    public RunEnd(Path folder, Runnable told) {
        this.folder = folder;
        this.hook = new Thread(
                () -> {
                    told.run();
                    end(true);
                },
                "end of run");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A part was started: it is ended before those that came earlier. */
    public void add(Runnable part) {
        synchronized (parts) {
            parts.push(part);
        }
    }

    /** All parts are started. */
    public void started() {
        started.countDown();
    }

    /** Starting failed: ends what was started. The folder stays, for the logs in it. */
    public void failed() {
        started.countDown();
        end(false);
        forget();
    }

    @Override
    public void close() {
        started.countDown();
        end(true);
        forget();
    }

    private synchronized void end(boolean withFolder) {
        if (ended) {
            return;
        }
        ended = true;
        if (started.getCount() > 0) {
            LeftOvers.refuse(folder);
            awaitGivenUp();
        }
        Runnable part;
        while ((part = next()) != null) {
            part.run();
        }
        LeftOvers.end(folder);
        if (withFolder) {
            Folders.delete(folder);
        }
    }

    private void awaitGivenUp() {
        try {
            started.await(GIVES_UP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Runnable next() {
        synchronized (parts) {
            return parts.poll();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook has done it.
        }
    }
}
