package dev.ondes.playground.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Processes of a run that was ended by force. Each run notes those it starts in its folder; the next one ends what is
 * left. A process id alone is no proof, since ids are used again: the start time must fit, too. Thread-safe.
 */
public final class LeftOvers {
    private static final String FILE = "processes";

    private static final List<Started> STARTED = new ArrayList<>();
    private static final List<Path> REFUSED = new ArrayList<>();

    private record Started(Path folder, ProcessHandle process) {}

    private LeftOvers() {}

    /** @throws PlaygroundException when the run is over; the process is then ended */
    static synchronized void remember(Path folder, ProcessHandle process) throws IOException {
        if (REFUSED.stream().anyMatch(folder::startsWith)) {
            kill(process);
            throw new PlaygroundException("the run is over");
        }
        STARTED.add(new Started(folder, process));
        Files.writeString(
                folder.resolve(FILE),
                process.pid() + " " + startOf(process) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Ends what this program has started in the folder, and whatever it starts there later. */
    static synchronized void refuse(Path folder) {
        REFUSED.add(folder);
        STARTED.stream()
                .filter(started -> started.folder().startsWith(folder))
                .forEach(started -> kill(started.process()));
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
                process.filter(handle -> startOf(handle).equals(parts[1])).ifPresent(LeftOvers::kill);
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Children first: once the parent is gone they can't be found from here. */
    private static void kill(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
