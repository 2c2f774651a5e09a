package dev.ondes.scheduler.pods;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import java.util.Optional;

/** Reasons that tell of a lost node, and whose doing the loss was. */
public final class Losses {
    private Losses() {}

    /** Empty for what is no loss of a node. */
    public static Optional<LossCause> cause(EndReason reason) {
        return switch (reason) {
            case SPOT_INTERRUPTED -> Optional.of(LossCause.SPOT);
            case NODE_SCALED_DOWN -> Optional.of(LossCause.SCALE_DOWN);
            case NODE_MAINTENANCE -> Optional.of(LossCause.MAINTENANCE);
            case NODE_DRAINED_BY_OPERATOR -> Optional.of(LossCause.OPERATOR);
            case NODE_LOST -> Optional.of(LossCause.FAILURE);
            default -> Optional.empty();
        };
    }

    public static EndReason reason(LossCause cause) {
        return switch (cause) {
            case SPOT -> EndReason.SPOT_INTERRUPTED;
            case SCALE_DOWN -> EndReason.NODE_SCALED_DOWN;
            case MAINTENANCE -> EndReason.NODE_MAINTENANCE;
            case OPERATOR -> EndReason.NODE_DRAINED_BY_OPERATOR;
            case FAILURE -> EndReason.NODE_LOST;
        };
    }
}
