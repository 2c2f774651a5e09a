package dev.ondes.agent.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** Texts to be found at a place in a stream of bytes; sorted by their first byte, since most bytes begin none. Immutable. */
final class Patterns {
    private static final byte[][] NONE = {};

    private final byte[][][] byFirst = new byte[256][][];
    private final boolean anyCase;
    private final int longest;

    /** @param anyCase whether the texts, given in lower case, stand for capitals too; not for their first byte */
    Patterns(Collection<String> texts, boolean anyCase) {
        this.anyCase = anyCase;
        Arrays.fill(byFirst, NONE);
        int max = 0;
        for (String text : texts) {
            byte[] pattern = text.getBytes(StandardCharsets.UTF_8);
            byte[][] before = byFirst[pattern[0] & 0xff];
            byte[][] with = Arrays.copyOf(before, before.length + 1);
            with[before.length] = pattern;
            byFirst[pattern[0] & 0xff] = with;
            max = Math.max(max, pattern.length);
        }
        longest = max;
    }

    int longest() {
        return longest;
    }

    boolean mayStart(byte first) {
        return byFirst[first & 0xff].length > 0;
    }

    /**
     * Length of the longest text that stands at {@code at}; 0 for none; -1 if bytes after {@code end} could make one.
     *
     * @param last whether nothing comes after {@code end}
     */
    int match(byte[] bytes, int at, int end, boolean last) {
        int found = 0;
        for (byte[] pattern : byFirst[bytes[at] & 0xff]) {
            int length = Math.min(pattern.length, end - at);
            if (pattern.length > found && standsAt(pattern, bytes, at, length)) {
                if (length == pattern.length) {
                    found = length;
                } else if (!last) {
                    return -1;
                }
            }
        }
        return found;
    }

    private boolean standsAt(byte[] pattern, byte[] bytes, int at, int length) {
        if (!anyCase) {
            return Arrays.equals(pattern, 0, length, bytes, at, at + length);
        }
        for (int i = 0; i < length; i++) {
            byte b = bytes[at + i];
            if (pattern[i] != (b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b)) {
                return false;
            }
        }
        return true;
    }
}
