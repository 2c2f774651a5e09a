package dev.ondes.detector.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Whether one loop goes round, and whether it gets answers. Thread-safe. */
public final class LoopHealth {
    private final String name;
    private final Metrics metrics;
    private final Clock clock;
    private volatile Instant began;
    private volatile Instant lastAnswer;

    LoopHealth(String name, Metrics metrics, Clock clock) {
        this.name = name;
        this.metrics = metrics;
        this.clock = clock;
        this.began = clock.instant();
        this.lastAnswer = began;
    }

    /** A round begins. */
    public void begins() {
        began = clock.instant();
    }

    public void answered(String outcome) {
        lastAnswer = clock.instant();
        count(outcome);
    }

    public void failed(String outcome) {
        count(outcome);
    }

    private void count(String outcome) {
        metrics.count("ondes_detector_polls_total{monitor=\"" + name + "\",outcome=\"" + outcome + "\"}");
    }

    String name() {
        return name;
    }

    /** Since the last round began: only a bug, or a suspended machine, makes this long. */
    Duration sinceRound() {
        return Duration.between(began, clock.instant());
    }

    /** Since the cloud last answered, 404 included. */
    Duration sinceAnswer() {
        return Duration.between(lastAnswer, clock.instant());
    }
}
