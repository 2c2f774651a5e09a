package dev.ondes.agent.trace;

import java.nio.charset.StandardCharsets;

/** Lets a log grow to its limit, cuts it there between two characters, says so once, and drops the rest. For one thread. */
final class LogLimit implements ByteSink {
    private final long limit;
    private final ByteSink out;
    private long size;
    private boolean exceeded;
    private boolean lifted;

    LogLimit(long limit, ByteSink out) {
        this.limit = limit;
        this.out = out;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (lifted || (!exceeded && size + length <= limit)) {
            size += length;
            out.write(bytes, from, length);
            return;
        }
        if (exceeded) {
            return;
        }
        exceeded = true;
        int cut = (int) (limit - size);
        while (cut > 0 && (bytes[from + cut] & 0xc0) == 0x80) {
            cut--;
        }
        out.write(bytes, from, cut);
        out.write(("\n\u001b[33;1mJob's log exceeded limit of " + limit
                        + " bytes.\nJob execution will continue but no more output will be collected.\u001b[0;m\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** From now on all passes: for the log's last line. */
    void lift() {
        lifted = true;
    }
}
