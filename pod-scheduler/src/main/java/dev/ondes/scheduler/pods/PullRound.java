package dev.ondes.scheduler.pods;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which of their pull policies a pod's images are pulled by. */
public enum PullRound {
    /** There is one for each. */
    ONLY,
    /** Where this fails, the next attempt pulls by others. */
    FIRST,
    /** The first ones have failed in an earlier attempt. */
    SECOND;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@link #ONLY} for pods of a version that knew no others. */
    static PullRound ofWire(@Nullable String wire) {
        return Arrays.stream(values())
                .filter(round -> round.wire().equals(wire))
                .findFirst()
                .orElse(ONLY);
    }
}
