package dev.ondes.alerter.alerts;

import java.util.List;
import java.util.Map;

/**
 * What one look at everything came to.
 *
 * @param watched all that is not well, for the next look
 * @param firing all that fires, in the order of the rules
 */
record Evaluation(Map<AlertKey, Watched> watched, List<Alert> firing) {
    Evaluation {
        watched = Map.copyOf(watched);
        firing = List.copyOf(firing);
    }
}
