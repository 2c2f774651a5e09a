package dev.ondes.alerter.fleet;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The last job that came to each node: what tells a new machine from an old one of the same name. The same in whatever order
 * attempts are told. Bounded; written and read by the model's thread.
 */
final class Arrivals {
    private final int most;
    private final SequencedMap<String, Last> nodes = new LinkedHashMap<>();

    /**
     * @param made the last pod of which is known that it ran there
     * @param begun the last script that began there
     */
    private record Last(Instant made, Instant begun) {
        Last with(Last other) {
            return new Last(later(made, other.made), later(begun, other.begun));
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }

    Arrivals(int most) {
        this.most = most;
    }

    /** Of an attempt nothing is told before its script began; where its pod's making is not known yet, that is told later. */
    void add(Attempt attempt) {
        Attempt.Start start = attempt.start();
        if (start == null) {
            return;
        }
        // A pod's clock may be ahead of everybody's.
        Instant begun = start.startedAt().isAfter(start.saidAt()) ? start.saidAt() : start.startedAt();
        var last = new Last(attempt.pod() == null ? Instant.MIN : attempt.pod().createdAt(), begun);
        Last before = nodes.get(start.node());
        nodes.putLast(start.node(), before == null ? last : before.with(last));
        if (nodes.size() > most) {
            nodes.pollFirstEntry();
        }
    }

    boolean madeAfter(String node, Instant time) {
        Last last = nodes.get(node);
        return last != null && last.made().isAfter(time);
    }

    boolean begunAfter(String node, Instant time) {
        Last last = nodes.get(node);
        return last != null && last.begun().isAfter(time);
    }

    void dropBefore(Instant time) {
        nodes.values().removeIf(last -> last.begun().isBefore(time));
    }
}
