package dev.ondes.images.registry;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registry could not do what was asked; the message is its reason's sentence and what it said. Holds no secret. */
public final class RegistryException extends RuntimeException {
    private final RegistryReason reason;
    private final @Nullable Duration retryAfter;

    public RegistryException(RegistryReason reason, String detail) {
        this(reason, detail, null, null);
    }

    RegistryException(RegistryReason reason, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(detail.isBlank() ? reason.sentence() : reason.sentence() + " (" + detail + ")", cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public RegistryReason reason() {
        return reason;
    }

    /** How long the registry wants to be left in peace, where it said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
