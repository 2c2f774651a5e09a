package dev.ondes.images.policy;

import dev.ondes.contracts.build.BuildSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds what a request asks for against what a rule lets it use. Pure. */
final class Ceilings {
    private Ceilings() {}

    static List<String> exceeded(Limits limits, BuildSpec spec) {
        List<String> exceeded = new ArrayList<>();
        var resources = spec.resources();
        if (resources != null) {
            check(exceeded, "cpu", resources.cpu(), limits.cpu());
            check(exceeded, "memory", resources.memory(), limits.memory());
            check(exceeded, "disk", resources.disk(), limits.disk());
        }
        Duration timeout = spec.timeout();
        if (timeout != null && timeout.compareTo(limits.timeout()) > 0) {
            exceeded.add("allows a timeout of " + limits.timeout() + " at most, not " + timeout);
        }
        return exceeded;
    }

    private static void check(List<String> exceeded, String what, @Nullable String asked, String limit) {
        if (asked == null) {
            return;
        }
        if (Quantity.getAmountInBytes(Quantity.parse(asked)).compareTo(Quantity.getAmountInBytes(Quantity.parse(limit)))
                > 0) {
            exceeded.add("allows " + what + " of " + limit + " at most, not " + asked);
        }
    }
}
