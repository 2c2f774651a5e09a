package dev.ondes.agent.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts {@code [MASKED]} in the place of secrets in a stream of bytes, however the stream is cut into pieces: bytes that may
 * begin a secret are held back until the next ones tell. Where secrets overlap, all their bytes are hidden. For one thread.
 */
final class Masker implements ByteSink {
    private static final byte[] MASK = "[MASKED]".getBytes(StandardCharsets.US_ASCII);

    /** What the bytes after a prefix belong to. */
    private enum Following {
        NOTHING,
        TOKEN,
        PARAMETER
    }

    private MaskRules rules;
    private final ByteSink out;
    private byte[] held;
    private int heldLength;
    /** How many of the next bytes belong to a value that is masked. */
    private int toHide;
    /** Whether the byte before was hidden, and so the mask stands already. */
    private boolean hiding;

    private Following following = Following.NOTHING;
    /** How many bytes are still to pass until {@link #following} begins. */
    private int untilFollowing;

    Masker(MaskRules rules, ByteSink out) {
        this.rules = rules;
        this.out = out;
        held = new byte[rules.longest()];
    }

    /** What comes from now on obeys other rules; nothing is held back any longer. */
    void obey(MaskRules newRules) {
        end();
        rules = newRules;
        held = new byte[newRules.longest()];
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (heldLength == 0) {
            hold(bytes, pass(bytes, from, from + length, false), from + length);
            return;
        }
        byte[] joined = Arrays.copyOf(held, heldLength + length);
        System.arraycopy(bytes, from, joined, heldLength, length);
        heldLength = 0;
        hold(joined, pass(joined, 0, joined.length, false), joined.length);
    }

    /** The stream, or a piece of it that stands for itself, is at its end: nothing is held back any longer. */
    void end() {
        if (heldLength > 0) {
            int length = heldLength;
            heldLength = 0;
            pass(held, 0, length, true);
        }
        toHide = 0;
        hiding = false;
        following = Following.NOTHING;
    }

    private void hold(byte[] bytes, int from, int end) {
        heldLength = end - from;
        System.arraycopy(bytes, from, held, 0, heldLength);
    }

    /** Passes on what is certain; returns where the uncertain begins. */
    private int pass(byte[] bytes, int from, int end, boolean last) {
        int plainFrom = from;
        for (int at = from; at < end; at++) {
            if (toHide == 0 && following == Following.NOTHING && !rules.mayStart(bytes[at])) {
                hiding = false;
                continue;
            }
            if (rules.mayStart(bytes[at])) {
                int value = rules.values().match(bytes, at, end, last);
                int prefix = rules.prefixes().match(bytes, at, end, last);
                int parameter = rules.parameters().match(bytes, at, end, last);
                if (value < 0 || prefix < 0 || parameter < 0) {
                    flush(bytes, plainFrom, at);
                    return at;
                }
                toHide = Math.max(toHide, value);
                if (prefix > 0 || parameter > 0) {
                    following = prefix > 0 ? Following.TOKEN : Following.PARAMETER;
                    untilFollowing = Math.max(prefix, parameter);
                }
            }
            if (hides(bytes[at])) {
                flush(bytes, plainFrom, at);
                plainFrom = at + 1;
                if (!hiding) {
                    out.write(MASK);
                }
                hiding = true;
            } else {
                hiding = false;
            }
        }
        flush(bytes, plainFrom, end);
        return end;
    }

    /** Whether this byte is hidden; steps on. */
    private boolean hides(byte b) {
        boolean hidden = toHide > 0;
        if (hidden) {
            toHide--;
        }
        if (following != Following.NOTHING) {
            if (untilFollowing > 0) {
                untilFollowing--;
            } else if (following == Following.TOKEN ? MaskRules.continuesToken(b) : MaskRules.continuesParameter(b)) {
                hidden = true;
            } else {
                following = Following.NOTHING;
            }
        }
        return hidden;
    }

    private void flush(byte[] bytes, int from, int to) {
        if (to > from) {
            out.write(bytes, from, to - from);
        }
    }
}
