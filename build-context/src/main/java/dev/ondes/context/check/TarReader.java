package dev.ondes.context.check;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive entry by entry: old, POSIX and GNU's, with long names. Strict where readers differ from each other, since what
 * two readers take differently can be hidden from one of them. Reads names of any length only up to the limit.
 */
final class TarReader {
    private static final int BUFFER = 64 * 1024;

    private final InputStream tar;
    private final int headerLimit;
    private final byte[] block = new byte[TarHeader.BLOCK];
    /** Of the current entry's content, and what fills its last block. */
    private long left;

    private long padding;

    TarReader(InputStream tar, int headerLimit) {
        this.tar = tar;
        this.headerLimit = headerLimit;
    }

    /** The next entry, with all that other headers say of it; null after the last. */
    @Nullable
    TarHeader next() throws IOException {
        var extensions = new Extensions();
        while (true) {
            skip(left + padding);
            begin(0);
            fill(block);
            if (TarHeader.isEnd(block)) {
                return null;
            }
            TarHeader header = TarHeader.read(block);
            switch (header.type()) {
                case 'x' -> extensions.records(header(header.size()), false);
                case 'g' -> extensions.records(header(header.size()), true);
                case 'L' -> extensions.longName(header(header.size()));
                case 'K' -> extensions.longLink(header(header.size()));
                default -> {
                    TarHeader whole = extensions.applyTo(header);
                    begin(whole.size());
                    return whole;
                }
            }
        }
    }

    /** The current entry's content. */
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int read = tar.read(bytes, from, (int) Math.min(length, left));
                if (read < 0) {
                    throw new RefusedContextException(Refusal.TRUNCATED);
                }
                left -= read;
                return read;
            }
        };
    }

    /** Reads on to the end, where nothing but zeros may be. */
    void finish() throws IOException {
        byte[] rest = new byte[BUFFER];
        for (int read = tar.read(rest); read >= 0; read = tar.read(rest)) {
            for (int i = 0; i < read; i++) {
                if (rest[i] != 0) {
                    throw new RefusedContextException(Refusal.DATA_AFTER_END);
                }
            }
        }
    }

    private byte[] header(long size) throws IOException {
        if (size > headerLimit) {
            throw new RefusedContextException(Refusal.HEADER_TOO_LARGE);
        }
        begin(size);
        byte[] bytes = new byte[(int) size];
        fill(bytes);
        left = 0;
        return bytes;
    }

    private void begin(long size) {
        left = size;
        padding = -size & (TarHeader.BLOCK - 1);
    }

    private void fill(byte[] bytes) throws IOException {
        if (tar.readNBytes(bytes, 0, bytes.length) < bytes.length) {
            throw new RefusedContextException(Refusal.TRUNCATED);
        }
    }

    private void skip(long number) throws IOException {
        byte[] rest = new byte[(int) Math.min(number, BUFFER)];
        for (long skipped = 0; skipped < number; ) {
            int read = tar.read(rest, 0, (int) Math.min(rest.length, number - skipped));
            if (read < 0) {
                throw new RefusedContextException(Refusal.TRUNCATED);
            }
            skipped += read;
        }
    }
}
