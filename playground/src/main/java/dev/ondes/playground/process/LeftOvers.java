package dev.ondes.playground.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Processes of a run that was ended by force. Each run notes those it starts in its folder; the next one ends what is
 * left. A process id alone is no proof, since ids are used again: the start time must fit, too.
 */
public final class LeftOvers {
    private static final String FILE = "processes";

    private LeftOvers() {}

    static synchronized void remember(Path folder, ProcessHandle process) throws IOException {
        Files.writeString(
                folder.resolve(FILE),
                process.pid() + " " + startOf(process) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Ends what an earlier run in this folder left behind. */
    public static synchronized void end(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(" ", -1);
                Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[0]));
                process.filter(handle -> startOf(handle).equals(parts[1])).ifPresent(handle -> {
                    handle.descendants().forEach(ProcessHandle::destroyForcibly);
                    handle.destroyForcibly();
                });
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
