package dev.ondes.context.check;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The tar archive as it unpacks: counted, hashed, and cut off where it grows beyond its limits. */
final class Unpacked extends InputStream {
    private static final int BUFFER = 64 * 1024;
    private final SentBytes sent;
    private final ContextLimits limits;
    private final Gzip gzip;
    private final MessageDigest digest = Digests.sha256();
    private long count;

    Unpacked(SentBytes sent, ContextLimits limits) throws IOException {
        this.sent = sent;
        this.limits = limits;
        try {
            this.gzip = new Gzip(sent);
        } catch (ZipException | EOFException e) {
            throw new RefusedContextException(Refusal.NOT_GZIP);
        }
    }

    /** Whether bytes follow the archive that are no part of it. Known at its end. */
    boolean hasRest() throws IOException {
        return gzip.hasRest() || sent.available() > 0;
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
        int read;
        try {
            read = gzip.read(bytes, from, length);
        } catch (ZipException e) {
            throw new RefusedContextException(Refusal.NOT_GZIP);
        } catch (EOFException e) {
            throw new RefusedContextException(Refusal.TRUNCATED);
        }
        if (read > 0) {
            digest.update(bytes, from, read);
            count += read;
            if (count > limits.unpackedBytes()) {
                throw new RefusedContextException(Refusal.UNPACKED_TOO_LARGE);
            }
            if (count > limits.ratioFromBytes() && count / limits.ratio() > sent.count()) {
                throw new RefusedContextException(Refusal.BOMB);
            }
        }
        return read;
    }

    private static final class Gzip extends GZIPInputStream {
        private static final int TRAILER = 8;

        Gzip(InputStream sent) throws IOException {
            super(sent, BUFFER);
        }

        /** The JDK reads over what it can't take for another member. */
        boolean hasRest() {
            return inf.getRemaining() > TRAILER;
        }
    }
}
