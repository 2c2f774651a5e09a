package dev.ondes.messaging.testing;

import dev.ondes.messaging.count.Count;
import dev.ondes.messaging.count.Counts;
import java.util.concurrent.ConcurrentHashMap;

/** Counts that a test can read. */
public final class Tally implements Counts {
    private final ConcurrentHashMap<Count, Integer> counts = new ConcurrentHashMap<>();

    @Override
    public void add(Count count, String of) {
        counts.merge(count, 1, Integer::sum);
    }

    public int of(Count count) {
        return counts.getOrDefault(count, 0);
    }
}
