package dev.ondes.alerter.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks don't say which class will run a job, so it is guessed from the job of that name which the project ran last.
 * Bounded; not thread-safe.
 */
final class ClassGuess {
    private static final int MOST = 20_000;

    private record Key(String project, String name) {}

    private final Map<Key, String> last = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, String> eldest) {
            return size() > MOST;
        }
    };

    void ran(String project, String name, String jobClass) {
        last.put(new Key(project, name), jobClass);
    }

    @Nullable
    String of(String project, String name) {
        return last.get(new Key(project, name));
    }
}
