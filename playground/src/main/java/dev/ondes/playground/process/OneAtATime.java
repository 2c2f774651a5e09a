package dev.ondes.playground.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Work that several programs of this machine, and threads of each, may want done at the same time, and that is best done once: each looks
 * inside whether it is still to be done. Not reentrant.
 */
public final class OneAtATime {
    private static final Map<Path, Object> HERE = new ConcurrentHashMap<>();

    private OneAtATime() {}

    /** Waits for those who hold the file, which is made where it is missing, and stays; then does the work. */
    public static void run(Path lock, Runnable work) {
        Path file = lock.toAbsolutePath().normalize();
        // A file's lock is a process's: threads need another.
        synchronized (HERE.computeIfAbsent(file, _ -> new Object())) {
            try {
                Files.createDirectories(file.getParent());
                try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        var _ = channel.lock()) {
                    work.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(file + " can't be locked", e);
            }
        }
    }
}
