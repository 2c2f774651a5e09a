package dev.ondes.agent.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The file that says which services ended and were started anew; lines are added to it, and it may not be there at all. For one thread. */
public final class ServiceNotes {
    private final Path file;
    private final long pause;
    private long due = System.nanoTime();
    private int told;

    /** @param pause between two looks */
    public ServiceNotes(Path file, Duration pause) {
        this.file = file;
        this.pause = pause.toNanos();
    }

    /** Lines for the job's log that are new. */
    List<String> news() {
        if (System.nanoTime() - due < 0) {
            return List.of();
        }
        due = System.nanoTime() + pause;
        List<String> lines = read();
        List<String> news = lines.subList(Math.min(told, lines.size()), lines.size()).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
        told = Math.max(told, lines.size());
        return news;
    }

    private List<String> read() {
        try {
            return file.toFile().exists() ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
