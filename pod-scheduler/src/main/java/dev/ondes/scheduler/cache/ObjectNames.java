package dev.ondes.scheduler.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of the objects that caches are kept in. A user writes the key, so that it may hold anything: here it is one step of the
 * path and never more, two keys never share one, and no server or proxy on the way has anything to decode. Immutable.
 *
 * @param folder of all that those who share it may see, such as {@code ci/class/small}; no slash at its end
 */
record ObjectNames(String folder) {
    private static final String FILE = "cache.tar.gz";
    /** Of one step: what file systems take, for the servers that keep objects in one. */
    private static final int LONGEST = 200;

    private static final int BEGIN_OF_LONG_ONES = 100;

    static ObjectNames of(String prefix, String jobClass, boolean shared) {
        String begin = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        return new ObjectNames(begin + (shared ? "shared" : "class/" + jobClass));
    }

    String name(long project, String key) {
        return folder + "/project/" + project + "/" + step(key) + "/" + FILE;
    }

    /** Other bytes than those of ordinary names are a tilde and two digits; what is too long ends in two tildes and a hash. */
    private static String step(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        var step = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            if (isOrdinary(b) && !(b == '.' && step.isEmpty())) {
                step.append((char) b);
            } else {
                step.append('~').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return step.length() <= LONGEST
                ? step.toString()
                : step.substring(0, BEGIN_OF_LONG_ONES) + "~~" + sha256(bytes);
    }

    private static boolean isOrdinary(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '_'
                || b == '.';
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
