package dev.ondes.detector.aws;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.watch.Json;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Sighting;
import dev.ondes.detector.watch.Standing;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rebalance recommendation: no deadline, and perhaps nothing follows. */
final class RebalanceMonitor extends ImdsMonitor {
    private static final String PATH = "events/recommendations/rebalance";

    RebalanceMonitor(Imds imds, Standing standing, Duration interval) {
        super("rebalance", imds, standing, interval);
    }

    @Override
    public boolean look(Duration patience) throws MetadataException {
        Optional<String> answer = get(PATH, patience);
        if (answer.isEmpty()) {
            standing.withdrawn(NoticeKind.REBALANCE_RECOMMENDED);
            return false;
        }
        standing.saw(
                NoticeKind.REBALANCE_RECOMMENDED,
                new Sighting(InstanceAction.TERMINATE, null, "rebalance", saidAt(answer.get())));
        return true;
    }

    /** It stands for hours, and a detector that starts anew must not tell it as news. Without a time it stands all the same. */
    private static @Nullable Instant saidAt(String answer) {
        try {
            return Instant.parse(Json.text(Json.object(answer, PATH), "noticeTime"));
        } catch (MetadataException | DateTimeException e) {
            return null;
        }
    }
}
