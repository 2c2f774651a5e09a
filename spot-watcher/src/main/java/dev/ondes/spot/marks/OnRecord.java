package dev.ondes.spot.marks;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.NodeReader;
import io.fabric8.kubernetes.api.model.Node;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the node's ledger holds.
 *
 * @param notices that stand: who said each
 * @param ourCordon whether the node takes no pods because we said so
 */
record OnRecord(Map<NoticeKind, Set<String>> notices, boolean ourCordon) {
    static final OnRecord NOTHING = new OnRecord(Map.of(), false);

    /** Copies the map. */
    OnRecord {
        notices = Map.copyOf(notices);
    }

    /** The ledger on the node as given: seen at one moment with the cordon that it explains. */
    static OnRecord of(Node node) {
        Ledger ledger = NodeReader.read(node).ledger();
        Map<NoticeKind, Set<String>> notices = new EnumMap<>(NoticeKind.class);
        ledger.active()
                .forEach(entry -> notices.merge(entry.kind(), Set.copyOf(entry.sources()), (one, other) -> {
                    Set<String> both = new HashSet<>(one);
                    both.addAll(other);
                    return both;
                }));
        return new OnRecord(notices, ledger.cordoned());
    }

    /** Whether it tells why a node is cordoned, falls silent or is deleted. A cordon explains no silence. */
    boolean explains() {
        return notices.keySet().stream()
                .anyMatch(kind ->
                        kind.certain() && kind != NoticeKind.DRAIN_REQUESTED && kind != NoticeKind.NODE_DELETED);
    }

    boolean holds(Mark mark) {
        return notices.getOrDefault(mark.kind(), Set.of())
                .contains(mark.teller().wire());
    }
}
