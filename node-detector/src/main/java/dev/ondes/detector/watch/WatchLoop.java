package dev.ondes.detector.watch;

import dev.ondes.contracts.retry.Durations;
import dev.ondes.detector.health.LoopHealth;
import dev.ondes.detector.log.Log;
import java.time.Duration;
import java.util.Map;

/**
 * Looks again and again, and survives whatever a look does. A service that is silent gets more patience, one that ails is
 * asked less often. Used by one thread.
 */
public final class WatchLoop {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Monitor monitor;
    private final Pace pace;
    private final LoopHealth health;
    private final Log log;
    private Duration patience = PATIENCE;
    private int failures;

    public WatchLoop(Monitor monitor, Pace pace, LoopHealth health, Log log) {
        this.monitor = monitor;
        this.pace = pace;
        this.health = health;
        this.log = log;
    }

    public String name() {
        return monitor.name();
    }

    /** One look. @return how long to wait before the next */
    public Duration step() {
        health.begins();
        try {
            boolean notice = monitor.look(patience);
            health.answered(notice ? "notice" : "none");
            if (failures > 0) {
                say("metadata-back", "after " + failures + " failures");
            }
            failures = 0;
            patience = PATIENCE;
            return pace.usual(monitor.interval());
        } catch (MetadataException e) {
            if (e.trouble() == MetadataException.Trouble.SILENT) {
                Duration more = patience.multipliedBy(2);
                patience = Durations.shorter(more, MOST_PATIENCE);
            }
            return failed(e.trouble().wire(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return failed("bug", e.toString());
        }
    }

    private Duration failed(String outcome, String text) {
        failures++;
        health.failed(outcome);
        // The first few, then ever fewer.
        if (Integer.bitCount(failures) == 1) {
            say("metadata-failed", text + (failures > 1 ? " (" + failures + " times in a row)" : ""));
        }
        return pace.afterFailure(failures, FIRST_PAUSE);
    }

    private void say(String event, String detail) {
        log.say(event, detail, Map.of(Log.Key.MONITOR, monitor.name()));
    }
}
