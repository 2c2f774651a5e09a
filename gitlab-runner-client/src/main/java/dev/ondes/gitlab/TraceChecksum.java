package dev.ondes.gitlab;

import java.util.HexFormat;
import java.util.zip.CRC32;

/** Counts and sums up a log while it is sent. For one thread. */
public final class TraceChecksum {
    private final CRC32 crc = new CRC32();
    private long bytesize;

    /** Takes the next bytes of the log. */
    public void update(byte[] bytes, int from, int length) {
        crc.update(bytes, from, length);
        bytesize += length;
    }

    /** The fingerprint of what was taken so far; more may follow. */
    public Checksum current() {
        return new Checksum("crc32:" + HexFormat.of().toHexDigits((int) crc.getValue()), bytesize);
    }
}
