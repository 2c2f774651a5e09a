package dev.ondes.context.check;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The archive as it comes: counted, hashed, and cut off at its limit. What fails here is the source's fault, not the archive's. */
final class SentBytes extends InputStream {
    /** Wraps what the source threw, so that it isn't taken for a damaged archive. */
    static final class SourceFailedException extends IOException {
        private final IOException source;

        SourceFailedException(IOException source) {
            super(source);
            this.source = source;
        }

        IOException source() {
            return source;
        }
    }

    private final InputStream source;
    private final long limit;
    private final MessageDigest digest = Digests.sha256();
    private long count;
    private @Nullable SourceFailedException failure;
    /** One byte ahead; -1 for none. */
    private int ahead = -1;

    SentBytes(InputStream source, long limit) {
        this.source = source;
        this.limit = limit;
    }

    long count() {
        return count;
    }

    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (ahead >= 0) {
            bytes[from] = (byte) ahead;
            ahead = -1;
            return 1;
        }
        return readSource(bytes, from, length);
    }

    private int readSource(byte[] bytes, int from, int length) throws IOException {
        // The gzip reader takes a failure behind a whole member for the end: so it is thrown again, to whoever asks
        // next.
        if (failure != null) {
            throw failure;
        }
        int read;
        try {
            read = source.read(bytes, from, length);
        } catch (IOException e) {
            failure = new SourceFailedException(e);
            throw failure;
        }
        if (read > 0) {
            count += read;
            digest.update(bytes, from, read);
            if (count > limit) {
                throw new RefusedContextException(Refusal.CONTEXT_TOO_LARGE);
            }
        }
        return read;
    }

    /** The JDK's gzip reader asks this whether another member follows: so it must be the truth, and is worth waiting for. */
    @Override
    public int available() throws IOException {
        if (ahead < 0) {
            byte[] one = new byte[1];
            ahead = readSource(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
        return ahead < 0 ? 0 : 1;
    }
}
