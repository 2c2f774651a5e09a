package dev.ondes.agent.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Paths of files in a file of its own, since there may be more of them than memory holds. First all are added, then they are
 * read, as often as wanted. For one thread; gone when it is closed.
 */
public final class FileList implements AutoCloseable {
    private final Path file;
    private final DataOutputStream out;
    private int size;

    public FileList(Path file) throws IOException {
        this.file = file;
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    /** Wants to know each path. */
    @FunctionalInterface
    public interface Taker {
        void take(String path) throws IOException;
    }

    void add(String path) throws IOException {
        out.writeUTF(path);
        size++;
    }

    public int size() {
        return size;
    }

    /** Passes on all, in the order in which they were added. */
    public void forEach(Taker taker) throws IOException {
        out.flush();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (int i = 0; i < size; i++) {
                taker.take(in.readUTF());
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }
}
