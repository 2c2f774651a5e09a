package dev.ondes.agent.trace;

import dev.ondes.gitlab.Checksum;
import dev.ondes.gitlab.TraceChecksum;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The log as GitLab gets it, on disk: what GitLab can't take yet waits here and not in memory. One thread appends, another
 * reads what was published. The file is removed as soon as it is open: no other process finds it.
 */
public final class TraceFile implements ByteSink, AutoCloseable {
    private static final int SLICE = 8192;

    private final RandomAccessFile writer;
    private final RandomAccessFile reader;
    private final TraceChecksum sum = new TraceChecksum();
    private final byte[] buffer = new byte[SLICE];
    private int buffered;
    private long size;
    private volatile long published;

    /** @param path where no file may be yet */
    public TraceFile(Path path) {
        try {
            Files.createFile(path);
            writer = new RandomAccessFile(path.toFile(), "rw");
            reader = new RandomAccessFile(path.toFile(), "r");
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        sum.update(bytes, from, length);
        size += length;
        int done = 0;
        while (done < length) {
            int piece = Math.min(length - done, buffer.length - buffered);
            System.arraycopy(bytes, from + done, buffer, buffered, piece);
            buffered += piece;
            done += piece;
            if (buffered == buffer.length) {
                spill();
            }
        }
    }

    /** Bytes written, from the first byte of this attempt. */
    long size() {
        return size;
    }

    /** Lets the reader have all that was written. */
    void publish() {
        spill();
        published = size;
    }

    long published() {
        return published;
    }

    /** Reads published bytes. */
    void read(long position, byte[] into, int length) {
        try {
            reader.seek(position);
            for (int done = 0; done < length; done += SLICE) {
                reader.readFully(into, done, Math.min(SLICE, length - done));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fingerprint of all that was written. */
    public Checksum checksum() {
        return sum.current();
    }

    private void spill() {
        if (buffered > 0) {
            try {
                writer.write(buffer, 0, buffered);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            buffered = 0;
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
        reader.close();
    }
}
