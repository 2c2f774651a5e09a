package dev.ondes.dispatcher.hooks;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The signature of one webhook by the Standard Webhooks specification, version 1: HMAC-SHA256 over {@code id.timestamp.body}.
 * Computed while the body is read. For one thread.
 */
public final class HookSignature {
    /** How far a timestamp may be off: an old delivery must not be played again. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";

    private final Mac mac;
    private final @Nullable String signatures;
    private final boolean fresh;

    HookSignature(
            byte[] key, @Nullable String id, @Nullable String timestamp, @Nullable String signatures, Instant now) {
        this.signatures = signatures;
        this.fresh = id != null && timestamp != null && isFresh(timestamp, now);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    }

    /** The key that a secret stands for; {@code whsec_} is followed by Base64. */
    static byte[] key(String secret) {
        if (secret.startsWith(PREFIX)) {
            return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    /** The body, every byte of which has to be read before {@link #holds}. */
    InputStream over(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                int b = super.read();
                if (b >= 0) {
                    mac.update((byte) b);
                }
                return b;
            }

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                int n = super.read(buffer, from, length);
                if (n > 0) {
                    mac.update(buffer, from, n);
                }
                return n;
            }

            @Override
            public long skip(long n) throws IOException {
                return readNBytes((int) Math.min(n, 8192)).length;
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }

    /** Whether one of the signatures sent is right; there are several while a secret is being changed. */
    boolean holds() {
        byte[] right = (VERSION + Base64.getEncoder().encodeToString(mac.doFinal())).getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (String sent : (signatures == null ? "" : signatures).split(" ", -1)) {
            found |= MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), right);
        }
        return found && fresh;
    }

    private static boolean isFresh(String timestamp, Instant now) {
        try {
            Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
            return off.abs().compareTo(TOLERANCE) <= 0;
        } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
            return false;
        }
    }
}
