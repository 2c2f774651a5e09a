package dev.ondes.spot.node;

import dev.ondes.contracts.node.NoticeKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is written on a node in the annotation {@code ondes.dev/notices}: which notices were heard, and what we did, so that
 * it can be gone on with after a restart and taken back by whoever leads then. Immutable.
 *
 * @param cordoned whether it was us who cordoned: only then do we uncordon
 * @param excluded whether it was us who kept it from load balancers
 * @param cancelled how many notices of each kind came to nothing: the next one is another
 */
public record Ledger(
        boolean cordoned,
        boolean excluded,
        List<LedgerEntry> notices,
        @Nullable Map<NoticeKind, Integer> cancelled) {
    public static final Ledger EMPTY = new Ledger(false, false, List.of(), Map.of());
    private static final int KEPT = 16;

    public Ledger {
        notices = List.copyOf(notices);
        cancelled = cancelled == null ? Map.of() : Map.copyOf(cancelled);
    }

    public Optional<LedgerEntry> entry(String id) {
        return notices.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    public Optional<LedgerEntry> active(NoticeKind kind) {
        return active().filter(entry -> entry.kind() == kind).findFirst();
    }

    public Stream<LedgerEntry> active() {
        return notices.stream().filter(LedgerEntry::active);
    }

    /** How often a notice of this kind came to nothing. */
    public int cancelled(NoticeKind kind) {
        return cancelled == null ? 0 : cancelled.getOrDefault(kind, 0);
    }

    /** Replaces the entry of that id, or adds it; the oldest that came to nothing goes when there are many. */
    public Ledger with(LedgerEntry entry) {
        List<LedgerEntry> all = new ArrayList<>(notices);
        Optional<LedgerEntry> before = entry(entry.id());
        if (before.isPresent()) {
            all.set(all.indexOf(before.get()), entry);
        } else {
            all.add(entry);
        }
        while (all.size() > KEPT) {
            all.remove(all.stream().filter(old -> !old.active()).findFirst().orElse(all.getFirst()));
        }
        Map<NoticeKind, Integer> counts = new EnumMap<>(NoticeKind.class);
        counts.putAll(cancelled == null ? Map.of() : cancelled);
        if (!entry.active() && before.map(LedgerEntry::active).orElse(true)) {
            counts.merge(entry.kind(), 1, Integer::sum);
        }
        return new Ledger(cordoned, excluded, all, counts);
    }

    public Ledger withMarks(boolean cordonedByUs, boolean excludedByUs) {
        return new Ledger(cordonedByUs, excludedByUs, notices, cancelled);
    }
}
