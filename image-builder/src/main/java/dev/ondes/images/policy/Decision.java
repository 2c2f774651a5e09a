package dev.ondes.images.policy;

import dev.ondes.contracts.build.BuildReason;
import java.util.List;

/** What the policy says to a request; it explains itself. */
public sealed interface Decision {
    record Allowed(Grant grant) implements Decision {}

    /**
     * Refused.
     *
     * @param why one line for each thing that stands against it
     */
    record Refused(BuildReason reason, List<String> why) implements Decision {
        public Refused {
            why = List.copyOf(why);
        }
    }
}
