package dev.ondes.images.port;

import dev.ondes.contracts.build.BuildReason;

/** Something that a build needs is missing, wrong or away. The detail has no secret. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final BuildReason reason;
    private final String detail;

    public RefusedException(BuildReason reason, String detail) {
        super(reason.sentence() + ": " + detail);
        this.reason = reason;
        this.detail = detail;
    }

    public BuildReason reason() {
        return reason;
    }

    public String detail() {
        return detail;
    }
}
