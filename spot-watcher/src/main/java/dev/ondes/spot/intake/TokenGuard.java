package dev.ondes.spot.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may say notices: whoever has the token. Read anew each time, so that it can be rotated: the file may hold the new and
 * the old one, a line each. Compared in a time that tells nothing.
 */
public final class TokenGuard {
    private static final String BEARER = "Bearer ";

    private final Optional<Path> file;

    public TokenGuard(Optional<Path> file) {
        this.file = file;
    }

    boolean admits(@Nullable String authorization) {
        if (file.isEmpty() || authorization == null || !authorization.startsWith(BEARER)) {
            return false;
        }
        byte[] shown = digest(authorization.substring(BEARER.length()).strip());
        boolean admitted = false;
        for (String token : read(file.get()).lines().map(String::strip).toList()) {
            boolean same = MessageDigest.isEqual(digest(token), shown);
            admitted = admitted || (same && !token.isEmpty());
        }
        return admitted;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /** Of equal length, whatever is shown. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
