package dev.ondes.agent.tries;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something did not succeed, but may well do so later, or from another node. No message holds a secret. */
public final class PassingTroubleException extends IOException {
    private static final long serialVersionUID = 1L;

    public PassingTroubleException(String message) {
        super(message);
    }

    public PassingTroubleException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
