package dev.ondes.alerter.fleet;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One string for each name that many jobs have: half of what a job would take is names. Bounded; not thread-safe. */
final class Names {
    private static final int MOST = 50_000;
    private final Map<String, String> known = new HashMap<>();

    String one(String name) {
        if (known.size() >= MOST) {
            known.clear();
        }
        String same = known.putIfAbsent(name, name);
        return same == null ? name : same;
    }

    @Nullable
    String maybe(@Nullable String name) {
        return name == null ? null : one(name);
    }
}
