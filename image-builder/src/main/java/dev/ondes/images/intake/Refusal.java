package dev.ondes.images.intake;

import dev.ondes.contracts.build.BuildReason;
import java.util.List;

/**
 * A request that did not become a build.
 *
 * @param code the word that programs go by
 * @param why one line each
 */
public record Refusal(Code code, BuildReason reason, List<String> why) {
    public Refusal {
        why = List.copyOf(why);
    }

    /** What sort of refusal; each is an HTTP status too. */
    public enum Code {
        SPEC_INVALID(422),
        NOT_ALLOWED(403),
        CONTEXT_MISSING(409),
        CONTEXT_INVALID(422),
        STORE_UNAVAILABLE(503),
        /** The same key was said with another request. */
        KEY_TAKEN(409),
        QUEUE_FULL(429),
        TOKEN_USED_UP(403);

        private final int status;

        Code(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }

        /** Whether a request by event is kept and judged again: only where that hangs on us, for it holds up those behind it. */
        public boolean comesAgain() {
            return this == STORE_UNAVAILABLE;
        }
    }

    /** What is told first: a reason's sentence, where the code doesn't say it better. */
    public String title() {
        return switch (code) {
            case KEY_TAKEN -> "The request's key is taken";
            case QUEUE_FULL -> "The project's queue is full";
            case TOKEN_USED_UP -> "The token has begun as many builds as it may";
            case SPEC_INVALID, NOT_ALLOWED, CONTEXT_MISSING, CONTEXT_INVALID, STORE_UNAVAILABLE -> reason.sentence();
        };
    }

    public String detail() {
        String all = String.join("; ", why);
        return code == Code.NOT_ALLOWED ? all + "; whoever runs image-builder can add a rule to its policy" : all;
    }
}
