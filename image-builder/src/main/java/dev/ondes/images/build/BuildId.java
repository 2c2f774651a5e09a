package dev.ondes.images.build;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A build's name: the same for the same request of the same project, so that two that come at once are one build. */
public record BuildId(String value) {
    private static final Pattern VALUE = Pattern.compile("[0-9a-f]{16}");
    private static final int BYTES = 8;

    public BuildId {
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("a build's id is 16 digits of hexadecimal");
        }
    }

    /**
     * Of a request.
     *
     * @param request its own key, or its content
     */
    public static BuildId of(long project, String request) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((project + "\n" + request).getBytes(StandardCharsets.UTF_8));
            return new BuildId(HexFormat.of().formatHex(hash, 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
