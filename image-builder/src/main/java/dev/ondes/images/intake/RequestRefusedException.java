package dev.ondes.images.intake;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.intake.Refusal.Code;
import java.util.List;

/** Carries a {@link Refusal} to whoever answers. */
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RequestRefusedException(Code code, BuildReason reason, List<String> why) {
        super(reason.sentence() + ": " + String.join("; ", why));
        this.refusal = new Refusal(code, reason, why);
    }

    public Refusal refusal() {
        return refusal;
    }
}
