package dev.ondes.context.fetch;

import dev.ondes.contracts.build.BuildReason;
import java.io.IOException;

/** The context can't be brought. The message holds neither URL nor token. */
final class FetchFailedException extends IOException {
    private final BuildReason reason;

    FetchFailedException(BuildReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    BuildReason reason() {
        return reason;
    }
}
