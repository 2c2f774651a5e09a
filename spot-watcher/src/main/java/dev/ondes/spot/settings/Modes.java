package dev.ondes.spot.settings;

import dev.ondes.contracts.node.NoticeKind;
import java.util.Map;

/** The {@link Mode} of each kind. What the cluster's own tools do by themselves is only observed, unless said otherwise. */
public record Modes(Map<NoticeKind, Mode> chosen) {

    public Modes {
        chosen = Map.copyOf(chosen);
    }

    public Mode of(NoticeKind kind) {
        return chosen.getOrDefault(kind, standard(kind));
    }

    private static Mode standard(NoticeKind kind) {
        return switch (kind) {
            case SPOT_INTERRUPTION,
                    CAPACITY_RESERVATION_ENDED,
                    MAINTENANCE,
                    INSTANCE_STOPPING,
                    INSTANCE_UNHEALTHY,
                    GROUP_SCALE_IN -> Mode.DRAIN_OTHERS;
            case REBALANCE_RECOMMENDED -> Mode.CORDON;
            case SCALE_DOWN, SCALE_DOWN_CANDIDATE, CONSOLIDATION, DRAIN_REQUESTED, NODE_DELETED, NODE_SILENT, UNKNOWN ->
                Mode.OBSERVE;
        };
    }
}
