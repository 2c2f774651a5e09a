package dev.ondes.context.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * The 512 bytes before an entry. Text is left as bytes: it may be a piece of UTF-8.
 *
 * @param type one letter
 * @param mode permissions alone
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares headers.
record TarHeader(byte[] name, char type, int mode, long size, long changed, byte[] link) {
    static final int BLOCK = 512;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_END = 156;
    private static final int MODE_BITS = 0777;

    static boolean isEnd(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    static TarHeader read(byte[] block) throws RefusedContextException {
        if (number(block, CHECKSUM, 8) != checksum(block)) {
            throw new RefusedContextException(Refusal.NOT_TAR);
        }
        byte[] name = text(block, 0, 100);
        // Only POSIX archives have a prefix there; GNU's put times into that place.
        boolean posix = new String(block, 257, 6, ISO_8859_1).equals("ustar\0");
        byte[] prefix = posix ? text(block, 345, 155) : new byte[0];
        char type = (char) (block[156] & 0xff);
        return new TarHeader(
                prefix.length == 0 ? name : joined(prefix, name),
                type == 0 ? '0' : type,
                (int) number(block, 100, 8) & MODE_BITS,
                number(block, 124, 12),
                number(block, 136, 12),
                text(block, 157, 100));
    }

    private static byte[] joined(byte[] prefix, byte[] name) {
        byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        whole[prefix.length] = '/';
        System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
        return whole;
    }

    private static byte[] text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, from, end);
    }

    /** Octal digits, or for large numbers the bits themselves, marked by the first. */
    private static long number(byte[] block, int from, int length) throws RefusedContextException {
        if ((block[from] & 0x80) != 0) {
            return binary(block, from, length);
        }
        long number = 0;
        boolean ended = false;
        for (int i = from; i < from + length; i++) {
            int digit = block[i] - '0';
            if (digit >= 0 && digit <= 7 && !ended) {
                number = number * 8 + digit;
            } else if (block[i] == 0 || block[i] == ' ') {
                ended |= number > 0 || block[i] == 0;
            } else {
                throw new RefusedContextException(Refusal.NOT_TAR);
            }
        }
        return number;
    }

    private static long binary(byte[] block, int from, int length) throws RefusedContextException {
        long number = block[from] & 0x7f;
        for (int i = from + 1; i < from + length; i++) {
            if (number >> 54 != 0) {
                // Negative, or beyond any size.
                throw new RefusedContextException(Refusal.HEADER_BROKEN);
            }
            number = number << 8 | (block[i] & 0xff);
        }
        return number;
    }

    /** The sum of all bytes, with blanks in place of the sum. */
    private static long checksum(byte[] block) {
        long sum = (CHECKSUM_END - CHECKSUM) * (long) ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM_END ? 0 : block[i] & 0xff;
        }
        return sum;
    }
}
