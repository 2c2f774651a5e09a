package dev.ondes.context.check;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What headers before an entry's own said of it: POSIX' records, GNU's long names. Forgotten after each entry. */
final class Extensions {
    private byte @Nullable [] name;
    private byte @Nullable [] link;
    private @Nullable Long size;

    /** The entry's header with all that was said before. */
    TarHeader applyTo(TarHeader header) {
        return new TarHeader(
                name != null ? name : header.name(),
                header.type(),
                header.mode(),
                size != null ? size : header.size(),
                header.changed(),
                link != null ? link : header.link());
    }

    void longName(byte[] text) {
        name = withoutNul(text);
    }

    void longLink(byte[] text) {
        link = withoutNul(text);
    }

    /**
     * Reads records of the form {@code LENGTH KEY=VALUE}, each ended by a line feed.
     *
     * @param global for all entries that follow: then it may only be a comment, as git writes
     */
    void records(byte[] bytes, boolean global) throws RefusedContextException {
        for (int at = 0; at < bytes.length; ) {
            int blank = indexOf(bytes, ' ', at);
            int length = (int) number(bytes, at, blank);
            int end = at + length;
            if (blank < 0 || length <= blank - at + 1 || end > bytes.length || bytes[end - 1] != '\n') {
                throw new RefusedContextException(Refusal.HEADER_BROKEN);
            }
            int equals = indexOf(bytes, '=', blank + 1);
            if (equals < 0 || equals >= end) {
                throw new RefusedContextException(Refusal.HEADER_BROKEN);
            }
            record(
                    new String(bytes, blank + 1, equals - blank - 1, US_ASCII),
                    Arrays.copyOfRange(bytes, equals + 1, end - 1),
                    global);
            at = end;
        }
    }

    private void record(String key, byte[] value, boolean global) throws RefusedContextException {
        if (key.startsWith("GNU.sparse")) {
            throw new RefusedContextException(Refusal.SPARSE);
        }
        if (global && (key.equals("path") || key.equals("linkpath") || key.equals("size"))) {
            throw new RefusedContextException(Refusal.HEADER_BROKEN);
        }
        switch (key) {
            case "path" -> name = value;
            case "linkpath" -> link = value;
            case "size" -> size = number(value, 0, value.length);
            default -> {
                // Times, owners, attributes: no context needs them.
            }
        }
    }

    private static long number(byte[] bytes, int from, int to) throws RefusedContextException {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || number >> 54 != 0) {
                throw new RefusedContextException(Refusal.HEADER_BROKEN);
            }
            number = number * 10 + digit;
        }
        if (to <= from) {
            throw new RefusedContextException(Refusal.HEADER_BROKEN);
        }
        return number;
    }

    private static int indexOf(byte[] bytes, char sought, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == sought) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] withoutNul(byte[] text) {
        int end = indexOf(text, '\0', 0);
        return end < 0 ? text : Arrays.copyOf(text, end);
    }
}
