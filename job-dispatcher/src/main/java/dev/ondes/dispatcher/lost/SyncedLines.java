package dev.ondes.dispatcher.lost;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/**
 * A small file of lines in ASCII: what was written outlives a power cut once the call returns, which takes milliseconds. For
 * one thread at a time.
 */
final class SyncedLines {
    private final Path file;
    private final Sync sync;

    /** Makes what a file holds, or which names a folder holds, outlive a power cut. A seam for tests. */
    @FunctionalInterface
    interface Sync {
        void of(Path written) throws IOException;
    }

    SyncedLines(Path file) {
        this(file, SyncedLines::force);
    }

    SyncedLines(Path file, Sync sync) {
        this.file = file;
        this.sync = sync;
    }

    boolean exist() {
        return Files.exists(file);
    }

    /** None where there is no file. The last may be one that was cut short. */
    List<String> read() throws IOException {
        return exist() ? Files.readAllLines(file, StandardCharsets.US_ASCII) : List.of();
    }

    /** Puts these in place of all others, in one step: a failure leaves the others. */
    void replace(List<String> lines) throws IOException {
        Path anew = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(anew, lines, StandardCharsets.US_ASCII);
        sync.of(anew);
        Files.move(anew, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync.of(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder"));
    }

    /** Adds a line to a file that is there. A failure may leave a part of it, without its end: then replace them all. */
    void append(String line) throws IOException {
        Files.writeString(file, line + "\n", StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
        sync.of(file);
    }

    private static void force(Path written) throws IOException {
        var how = Files.isDirectory(written) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (var channel = FileChannel.open(written, how)) {
            channel.force(true);
        }
    }
}
