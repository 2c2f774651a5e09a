package dev.ondes.dispatcher.hooks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the last deliveries by GitLab's {@code Idempotency-Key}, which stays the same when one is sent again. Bounded;
 * thread-safe.
 */
public final class SeenDeliveries {
    private static final int LONGEST_KEY = 200;

    private final Map<String, Boolean> keys;

    public SeenDeliveries(int most) {
        this.keys = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        };
    }

    /** Whether the delivery is new; from now on it isn't. One with a key that GitLab would not send is always new. */
    public synchronized boolean isNew(String key) {
        return key.isEmpty() || key.length() > LONGEST_KEY || keys.putIfAbsent(key, true) == null;
    }
}
