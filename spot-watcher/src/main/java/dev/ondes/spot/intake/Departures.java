package dev.ondes.spot.intake;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.node.NodeIndex;
import java.util.function.Predicate;

/**
 * Whether all that had to leave a node for a notice has left: its drain is over and no CI job runs there. Read from what
 * every replica watches, so that any of them can tell. Where a notice's mode is not to drain, that is never so: then nobody
 * has asked us to hurry a cloud on.
 */
public final class Departures {
    private final NodeIndex nodes;
    private final Predicate<String> runsJobs;

    /** @param runsJobs whether CI jobs run on the node of that name */
    public Departures(NodeIndex nodes, Predicate<String> runsJobs) {
        this.nodes = nodes;
        this.runsJobs = runsJobs;
    }

    boolean complete(DetectedNotice said) {
        return nodes.find(NodeId.of(said))
                .filter(facts -> drained(facts, said))
                .filter(facts -> !runsJobs.test(facts.name()))
                .isPresent();
    }

    private static boolean drained(NodeFacts node, DetectedNotice said) {
        return node.ledger()
                .active(said.kind())
                .map(LedgerEntry::step)
                .filter(Step::drained)
                .isPresent();
    }
}
