package dev.ondes.scheduler.cost;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Projects as a metric's tag: only so many, since each makes a time series of its own. Thread-safe. */
final class ProjectNames {
    static final int LIMIT = 500;
    static final String OTHERS = "(others)";

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** The project's path, or {@link #OTHERS} for projects that come when there are many already. */
    String of(String projectPath) {
        if (known.contains(projectPath)) {
            return projectPath;
        }
        return known.size() < LIMIT && known.add(projectPath) ? projectPath : OTHERS;
    }
}
