package dev.ondes.agent.trace;

/**
 * Replaces what is no UTF-8 by U+FFFD, one for each piece of a broken sequence as browsers do. The beginning of a character
 * at the end of a piece waits for the next piece. For one thread.
 */
final class Utf8Repair implements ByteSink {
    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private final ByteSink out;
    private final byte[] character = new byte[4];
    private int have;
    private int need;
    /** Bounds of the second byte, which exclude overlong forms, surrogates and what lies beyond Unicode. */
    private int low = 0x80;

    private int high = 0xbf;

    Utf8Repair(ByteSink out) {
        this.out = out;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        int end = from + length;
        int plainFrom = from;
        for (int at = from; at < end; at++) {
            int b = bytes[at] & 0xff;
            if (have > 0) {
                if (b >= low && b <= high) {
                    character[have++] = (byte) b;
                    low = 0x80;
                    high = 0xbf;
                    if (have == need) {
                        have = 0;
                        out.write(character, 0, need);
                    }
                    plainFrom = at + 1;
                    continue;
                }
                have = 0;
                out.write(REPLACEMENT);
            }
            if (b >= 0x80) {
                if (at > plainFrom) {
                    out.write(bytes, plainFrom, at - plainFrom);
                }
                plainFrom = at + 1;
                begin(b);
            }
        }
        if (end > plainFrom) {
            out.write(bytes, plainFrom, end - plainFrom);
        }
    }

    /** The stream is at its end. */
    void end() {
        if (have > 0) {
            have = 0;
            out.write(REPLACEMENT);
        }
    }

    private void begin(int b) {
        if (b >= 0xc2 && b <= 0xdf) {
            need = 2;
        } else if (b >= 0xe0 && b <= 0xef) {
            need = 3;
        } else if (b >= 0xf0 && b <= 0xf4) {
            need = 4;
        } else {
            out.write(REPLACEMENT);
            return;
        }
        low = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
        high = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
        character[0] = (byte) b;
        have = 1;
    }
}
