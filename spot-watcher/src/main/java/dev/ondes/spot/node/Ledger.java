package dev.ondes.spot.node;

import dev.ondes.contracts.node.NoticeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is written on a node in the annotation {@code ondes.dev/notices}: which notices were heard, and what we did, so that
 * it can be gone on with after a restart and taken back by whoever leads then. Immutable.
 *
 * @param cordoned whether it was us who cordoned: only then do we uncordon
 * @param excluded whether it was us who kept it from load balancers
 */
public record Ledger(boolean cordoned, boolean excluded, List<LedgerEntry> notices) {
    public static final Ledger EMPTY = new Ledger(false, false, List.of());
    private static final int KEPT = 16;

    public Ledger {
        notices = List.copyOf(notices);
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

    /** How often a notice of this kind came to nothing: the next one is another. */
    public long cancelled(NoticeKind kind) {
        return notices.stream()
                .filter(entry -> entry.kind() == kind && !entry.active())
                .count();
    }

    /** Replaces the entry of that id, or adds it; the oldest that came to nothing goes when there are many. */
    public Ledger with(LedgerEntry entry) {
        List<LedgerEntry> all = new ArrayList<>(notices);
        int at = all.stream().map(LedgerEntry::id).toList().indexOf(entry.id());
        if (at >= 0) {
            all.set(at, entry);
        } else {
            all.add(entry);
        }
        while (all.size() > KEPT) {
            all.remove(all.stream().filter(old -> !old.active()).findFirst().orElse(all.getFirst()));
        }
        return new Ledger(cordoned, excluded, all);
    }

    public Ledger withMarks(boolean cordonedByUs, boolean excludedByUs) {
        return new Ledger(cordonedByUs, excludedByUs, notices);
    }
}
