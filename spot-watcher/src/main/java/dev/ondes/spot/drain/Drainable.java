package dev.ondes.spot.drain;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.settings.Mode;
import dev.ondes.spot.settings.Modes;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * A notice that a node is drained for: of several, the most urgent one. Read from the node's ledger, so that whoever leads
 * sees the same.
 *
 * @param from when the drain begins
 * @param lateAt when nothing is waited for any more
 * @param until when it is given up
 */
record Drainable(LedgerEntry entry, Mode mode, Instant from, Instant lateAt, Instant until) {

    /** When what happens. */
    record Times(Duration maintenanceDrainBefore, Duration forceBefore, Duration limit) {}

    static Optional<Drainable> of(NodeFacts node, Modes modes, Times times, Instant now) {
        return node.ledger()
                .active()
                .filter(entry -> modes.of(entry.kind()).drains())
                .filter(entry ->
                        entry.step() == Step.MARKED || (entry.step() == Step.UNCONFIRMED && entry.deadline() != null))
                .map(entry -> of(entry, modes.of(entry.kind()), times, now))
                .min(Comparator.comparing(Drainable::until));
    }

    private static Drainable of(LedgerEntry entry, Mode mode, Times times, Instant now) {
        Instant until = Objects.requireNonNullElseGet(entry.deadline(), () -> now.plus(times.limit()));
        Instant lateAt = until.minus(lateFor(entry, until, times));
        boolean later = entry.kind() == NoticeKind.MAINTENANCE && entry.deadline() != null && comesBack(entry.action());
        Instant from = later ? until.minus(times.maintenanceDrainBefore()) : now;
        // The drain waits for the broker, until the deadline forces it.
        return new Drainable(entry, mode, entry.step() == Step.UNCONFIRMED ? lateAt : from, lateAt, until);
    }

    /** Of a short notice no more than a third: else all of it would be late, and nobody asked for anything. */
    private static Duration lateFor(LedgerEntry entry, Instant until, Times times) {
        Duration third = Duration.between(entry.noticedAt(), until).dividedBy(3);
        return third.isPositive() && third.compareTo(times.forceBefore()) < 0 ? third : times.forceBefore();
    }

    /** A machine that boots is worth its pods until then; from one that is retired they have to go anyway, and rather soon. */
    private static boolean comesBack(InstanceAction action) {
        return switch (action) {
            case REBOOT, UNKNOWN -> true;
            case TERMINATE, STOP, HIBERNATE -> false;
        };
    }
}
