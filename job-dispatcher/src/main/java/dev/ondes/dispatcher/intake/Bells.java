package dev.ondes.dispatcher.intake;

import dev.ondes.dispatcher.stopping.Stop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One bell per class. Thread-safe; nothing here blocks. */
public final class Bells {
    private final Map<String, Bell> bells = new ConcurrentHashMap<>();
    private final Stop stop;

    public Bells(Stop stop) {
        this.stop = stop;
    }

    /** The class's bell; the same one for every caller. */
    public Bell of(String jobClass) {
        return bells.computeIfAbsent(jobClass, name -> new Bell(stop));
    }

    /** Wakes one class's loop; of a class that has none, nothing happens. */
    public void ring(String jobClass) {
        Bell bell = bells.get(jobClass);
        if (bell != null) {
            bell.ring();
        }
    }

    /** Wakes every loop: a webhook doesn't tell a job's tags, and so not its class. */
    public void ringAll() {
        bells.values().forEach(Bell::ring);
    }
}
