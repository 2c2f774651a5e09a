package dev.ondes.spot.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One notice in a node's ledger, and how far it was dealt with.
 *
 * @param id the notice's, the same in every event about it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LedgerEntry(
        String id,
        NoticeKind kind,
        Provider provider,
        @Nullable String instanceId,
        InstanceAction action,
        Instant noticedAt,
        @Nullable Instant deadline,
        List<String> sources,
        Step step) {

    /** How far. Only forward. */
    public enum Step {
        /** The node was cordoned before the broker had the event, which is said as soon as it can be. */
        UNCONFIRMED,
        /** The deadline forced the drain, and the broker still hasn't the event. */
        DRAINED_UNCONFIRMED,
        /** The event is out and the node is marked. */
        MARKED,
        DRAINED,
        CANCELLED;

        /** Whether the broker has the event. */
        public boolean confirmed() {
            return switch (this) {
                case UNCONFIRMED, DRAINED_UNCONFIRMED -> false;
                case MARKED, DRAINED, CANCELLED -> true;
            };
        }

        public boolean drained() {
            return switch (this) {
                case DRAINED, DRAINED_UNCONFIRMED -> true;
                case UNCONFIRMED, MARKED, CANCELLED -> false;
            };
        }

        /** When the broker has the event. */
        public Step onConfirm() {
            return switch (this) {
                case UNCONFIRMED -> MARKED;
                case DRAINED_UNCONFIRMED -> DRAINED;
                case MARKED, DRAINED, CANCELLED -> this;
            };
        }

        /** When the drain is over. */
        public Step onDrained() {
            return switch (this) {
                case UNCONFIRMED -> DRAINED_UNCONFIRMED;
                case MARKED -> DRAINED;
                case DRAINED_UNCONFIRMED, DRAINED, CANCELLED -> this;
            };
        }
    }

    public LedgerEntry {
        sources = List.copyOf(sources);
    }

    public boolean active() {
        return step != Step.CANCELLED;
    }

    /** Also by these; who set the deadline stays first. */
    public LedgerEntry saidBy(List<String> others) {
        return new LedgerEntry(
                id, kind, provider, instanceId, action, noticedAt, deadline, Sources.all(sources, others), step);
    }

    public LedgerEntry at(Step next) {
        return new LedgerEntry(id, kind, provider, instanceId, action, noticedAt, deadline, sources, next);
    }
}
