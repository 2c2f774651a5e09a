package dev.ondes.spot.sqs.hook;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.node.NodeFacts;
import java.util.function.Predicate;

/**
 * Whether a node's end would harm something there: CI jobs, and what is no CI job until the drain for its scale-in is over.
 * The hook's note may stand on the node before the scale-in's mark does, so that a ledger without the scale-in tells of a
 * drain that is still to come.
 *
 * @param runsJobs whether CI jobs run on the node of that name
 * @param drains whether a node is drained for its group's scale-in
 */
public record Occupied(Predicate<String> runsJobs, boolean drains) implements Predicate<NodeFacts> {
    @Override
    public boolean test(NodeFacts node) {
        return runsJobs.test(node.name()) || (drains && !isDrained(node));
    }

    private static boolean isDrained(NodeFacts node) {
        return node.ledger()
                .active(NoticeKind.GROUP_SCALE_IN)
                .filter(entry -> entry.step().drained())
                .isPresent();
    }
}
