package dev.ondes.images.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What stands before the keys of our objects, so that rules of the bucket can tell them apart. */
final class Keys {
    static final String CONTEXTS = "contexts/";
    static final String VERDICTS = "verdicts/";
    static final String UPLOADS = "uploads/";
    static final String LOGS = "logs/";

    private Keys() {}

    /** A text of any length and any characters, fit for a key. */
    static String hashed(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
