package dev.ondes.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of this agent alone, gone at its end. Its name is made of the process id and not by chance: a source of
 * randomness costs more to set up than all the rest of the log.
 */
final class Scratch implements AutoCloseable {
    private final Path directory;

    Scratch(Path parent, long job, int attempt) throws IOException {
        directory = Files.createDirectory(parent.resolve("ondes-agent-" + job + "-" + attempt + "-"
                + ProcessHandle.current().pid()));
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
