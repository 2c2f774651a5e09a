package dev.ondes.scheduler.ends;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Remembers the latest things that were dealt with, so that a message or a cache that lags behind does not bring them
 * back. A help only: after a restart it is empty, and the fence at GitLab protects. Thread-safe.
 */
public final class Ended<T> {
    private final Set<T> seen;

    public Ended(int limit) {
        seen = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<T, Boolean>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<T, Boolean> eldest) {
                return size() > limit;
            }
        }));
    }

    public void add(T one) {
        seen.add(one);
    }

    public boolean contains(T one) {
        return seen.contains(one);
    }
}
