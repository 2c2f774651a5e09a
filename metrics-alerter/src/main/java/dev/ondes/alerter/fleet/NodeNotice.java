package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One node's going away, from the first notice to the end of its drain; a part that nobody said is missing. Immutable. */
public record NodeNotice(
        String id,
        String node,
        Instant heardLast,
        @Nullable Notice notice,
        @Nullable Withdrawal withdrawal,
        @Nullable Drain drain) {

    /** Said again when the deadline moves. */
    public record Notice(Instant saidAt, TerminationNotice said) implements Said {}

    /** It doesn't go, after all. */
    public record Withdrawal(Instant saidAt, TerminationCancelled said) implements Said {}

    /** How the drain ended. */
    public record Drain(Instant saidAt, NodeDrained said) implements Said {}

    static NodeNotice of(String id, String node, Instant at) {
        return new NodeNotice(id, node, at, null, null, null);
    }

    NodeNotice with(Notice said) {
        return new NodeNotice(id, node, later(said), Said.last(notice, said), withdrawal, drain);
    }

    NodeNotice with(Withdrawal said) {
        return new NodeNotice(id, node, later(said), notice, Said.last(withdrawal, said), drain);
    }

    NodeNotice with(Drain said) {
        return new NodeNotice(id, node, later(said), notice, withdrawal, Said.last(drain, said));
    }

    /** Until when it concerns anybody: maintenance is said days before. */
    Instant matters() {
        Instant deadline = notice == null || withdrawal != null ? null : notice.said.deadline();
        return deadline != null && deadline.isAfter(heardLast) ? deadline : heardLast;
    }

    private Instant later(Said said) {
        return said.saidAt().isAfter(heardLast) ? said.saidAt() : heardLast;
    }
}
