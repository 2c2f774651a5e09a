package dev.ondes.dispatcher.health;

import dev.ondes.dispatcher.intake.AskingLoop;
import dev.ondes.dispatcher.stopping.Stop;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The asking loops as health checks see them. Thread-safe. */
public final class Loops {
    private final Stop stop;
    private final Clock clock;
    private volatile List<AskingLoop> loops = List.of();

    public Loops(Stop stop, Clock clock) {
        this.stop = stop;
        this.clock = clock;
    }

    /** From now on these are watched. */
    public void watch(List<AskingLoop> asking) {
        loops = List.copyOf(asking);
    }

    /** Whether the service takes part: it has started and isn't stopping. */
    boolean takesPart() {
        return !loops.isEmpty() && !stop.requested();
    }

    /** Classes whose loop hangs or has ended. */
    List<String> stuck() {
        Instant now = clock.instant();
        return loops.stream()
                .filter(loop -> loop.state().overdue(now, stop.requested()))
                .map(AskingLoop::jobClass)
                .toList();
    }

    /** By class, what its loop does. */
    Map<String, String> doing() {
        Map<String, String> doing = new TreeMap<>();
        for (AskingLoop loop : loops) {
            doing.put(loop.jobClass(), loop.state().phase().sentence());
        }
        return doing;
    }
}
