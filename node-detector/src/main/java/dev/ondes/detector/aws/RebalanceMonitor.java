package dev.ondes.detector.aws;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Monitor;
import dev.ondes.detector.watch.Sighting;
import dev.ondes.detector.watch.Standing;
import java.time.Duration;

/** The rebalance recommendation: no deadline, and perhaps nothing follows. */
final class RebalanceMonitor implements Monitor {
    private static final String PATH = "/latest/meta-data/events/recommendations/rebalance";

    private final Imds imds;
    private final Connection connection;
    private final Standing standing;
    private final Duration interval;

    RebalanceMonitor(Imds imds, Standing standing, Duration interval) {
        this.imds = imds;
        this.connection = imds.connection();
        this.standing = standing;
        this.interval = interval;
    }

    @Override
    public String name() {
        return "rebalance";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public boolean look(Duration patience) throws MetadataException {
        boolean recommended = imds.get(connection, PATH, patience).isPresent();
        if (recommended) {
            standing.saw(NoticeKind.REBALANCE_RECOMMENDED, new Sighting(InstanceAction.TERMINATE, null, "rebalance"));
        } else {
            standing.withdrawn(NoticeKind.REBALANCE_RECOMMENDED);
        }
        return recommended;
    }
}
