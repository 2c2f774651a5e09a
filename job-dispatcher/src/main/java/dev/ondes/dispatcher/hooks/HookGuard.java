package dev.ondes.dispatcher.hooks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells GitLab's webhooks from anybody else's: by the secret token in clear, by the Standard Webhooks signature, or by both
 * where both are set. Where neither is set nobody gets in. Thread-safe.
 */
public final class HookGuard {
    private final byte @Nullable [] token;
    private final byte @Nullable [] signingKey;
    private final Clock clock;

    private HookGuard(byte @Nullable [] token, byte @Nullable [] signingKey, Clock clock) {
        this.token = token;
        this.signingKey = signingKey;
        this.clock = clock;
    }

    /** Both secrets as operators and GitLab know them; a signing secret may have its {@code whsec_} form. */
    public static HookGuard of(Optional<String> token, Optional<String> signingSecret, Clock clock) {
        return new HookGuard(
                token.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null),
                signingSecret.map(HookSignature::key).orElse(null),
                clock);
    }

    /** Whether anybody may get in at all. */
    public boolean open() {
        return token != null || signingKey != null;
    }

    /** Whether the secret token is right, or isn't asked for. Takes the same time whatever is wrong with it. */
    public boolean admits(@Nullable String sentToken) {
        if (token == null) {
            return signingKey != null;
        }
        byte[] sent = sentToken == null ? new byte[0] : sentToken.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(sent, token);
    }

    /** The check of the signature, to be fed with the body; empty where none is asked for. */
    public Optional<HookSignature> signature(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures) {
        return signingKey == null
                ? Optional.empty()
                : Optional.of(new HookSignature(signingKey, id, timestamp, signatures, clock.instant()));
    }
}
