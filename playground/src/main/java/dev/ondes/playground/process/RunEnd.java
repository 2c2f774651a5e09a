package dev.ondes.playground.process;

import java.nio.file.Path;
import java.util.List;

/** Ends the parts of a run in their order, once: when it is closed, and when the program is told to stop. The run's folder goes last. */
public final class RunEnd implements AutoCloseable {
    private final Path folder;
    private final List<Runnable> parts;
    private final Thread hook = new Thread(this::end, "end of run");
    private boolean ended;

    public RunEnd(Path folder, Runnable... parts) {
        this.folder = folder;
        this.parts = List.of(parts);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        parts.forEach(Runnable::run);
        LeftOvers.end(folder);
        Folders.delete(folder);
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
