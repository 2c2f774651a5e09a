package dev.ondes.images.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The digest of a manifest or blob, such as {@code sha256:…}: the only name under which bytes can't change. Immutable. */
public record Digest(String text) {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    public Digest {
        if (!isDigest(text)) {
            throw new IllegalArgumentException(
                    "not a digest, which is sha256: and 64 digits of lower-case hexadecimal");
        }
    }

    public static boolean isDigest(String text) {
        return FORM.matcher(text).matches();
    }

    public static Digest of(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Digest("sha256:" + HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the algorithm's name. */
    public String hex() {
        return text.substring("sha256:".length());
    }

    @Override
    public String toString() {
        return text;
    }
}
