package dev.ondes.detector.aws;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Sighting;
import dev.ondes.detector.watch.Standing;
import java.time.Duration;

/** The rebalance recommendation: no deadline, and perhaps nothing follows. */
final class RebalanceMonitor extends ImdsMonitor {
    private static final String PATH = "events/recommendations/rebalance";

    RebalanceMonitor(Imds imds, Standing standing, Duration interval) {
        super("rebalance", imds, standing, interval);
    }

    @Override
    public boolean look(Duration patience) throws MetadataException {
        boolean recommended = get(PATH, patience).isPresent();
        if (recommended) {
            standing.saw(NoticeKind.REBALANCE_RECOMMENDED, new Sighting(InstanceAction.TERMINATE, null, "rebalance"));
        } else {
            standing.withdrawn(NoticeKind.REBALANCE_RECOMMENDED);
        }
        return recommended;
    }
}
