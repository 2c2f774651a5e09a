package dev.ondes.playground.gitlab.pipelines;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** A job's log: a file that only grows, its length and CRC-32. Written under the lock, read by anyone. */
public final class Trace {
    private final Path file;
    private final CRC32 crc = new CRC32();
    private volatile long size;

    Trace(Path file) {
        this.file = file;
    }

    /**
     * GitLab's {@code append}: stores the bytes only at the end, and returns the length it has then. Its caller holds that
     * against the end of the chunk, so a chunk that ends where the log already ends counts as stored, even if it
     * wasn't.
     */
    long append(long start, byte[] bytes) {
        if (start != size) {
            return size;
        }
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        crc.update(bytes);
        size = start + bytes.length;
        return size;
    }

    public long size() {
        return size;
    }

    /** As runners send it: {@code crc32:%08x}. */
    public String checksum() {
        return "crc32:%08x".formatted(crc.getValue());
    }

    /** What is stored from {@code offset} on, at most 16 MiB. */
    public byte[] read(long offset) {
        long end = size;
        int length = (int) Math.min(Math.max(0, end - offset), 16 << 20);
        var buffer = ByteBuffer.allocate(length);
        if (length > 0) {
            try (FileChannel channel = FileChannel.open(file)) {
                while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {}
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return buffer.array();
    }
}
