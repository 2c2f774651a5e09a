package dev.ondes.detector.health;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The detector's state as others see it. Thread-safe. */
public final class Health {
    /** A hanging request takes 70 s, a pause after failures 10 s; a first call at Azure two minutes. */
    private static final Duration STUCK = Duration.ofMinutes(5);

    private static final Duration UNANSWERED = Duration.ofMinutes(3);

    private final List<LoopHealth> loops = new CopyOnWriteArrayList<>();
    private final Metrics metrics;
    private final Clock clock;
    private volatile String cloud = "none found yet";

    public Health(Metrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    public Metrics metrics() {
        return metrics;
    }

    public LoopHealth loop(String name) {
        var loop = new LoopHealth(name, metrics, clock);
        loops.add(loop);
        return loop;
    }

    public void cloud(String name) {
        cloud = name;
        metrics.is("ondes_detector_cloud{cloud=\"" + name + "\"}", 1);
    }

    /** Each loop goes round. False is a reason to restart. */
    public boolean live() {
        return loops.stream().allMatch(loop -> loop.sinceRound().compareTo(STUCK) < 0);
    }

    /** Each loop gets answers. Where none does, a restart wouldn't help. On no cloud, there is nothing to ask. */
    public boolean ready() {
        return live() && loops.stream().allMatch(loop -> loop.sinceAnswer().compareTo(UNANSWERED) < 0);
    }

    /** For people. */
    public String text() {
        var text = new StringBuilder("cloud: " + cloud + "\n");
        for (LoopHealth loop : loops) {
            text.append(loop.name())
                    .append(": answered ")
                    .append(loop.sinceAnswer().toSeconds())
                    .append(" s ago\n");
        }
        return text.toString();
    }

    public String exposition() {
        for (LoopHealth loop : loops) {
            metrics.is(
                    "ondes_detector_answer_age_seconds{monitor=\"" + loop.name() + "\"}",
                    Metrics.seconds(loop.sinceAnswer()));
        }
        return metrics.text();
    }
}
