package dev.ondes.spot.sqs.queue;

import dev.ondes.spot.tell.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What is counted of a queue. Thread-safe. */
public final class QueueMeters {
    private static final String SOURCE = "sqs";

    private final MeterRegistry registry;
    private final Meters meters;
    private final Clock clock;
    private final Timer age;
    private volatile Instant lastSuccess;

    public QueueMeters(MeterRegistry registry, Meters meters, Clock clock) {
        this.registry = registry;
        this.meters = meters;
        this.clock = clock;
        this.lastSuccess = clock.instant();
        this.age = Timer.builder("ondes.spot.sqs.queue.age")
                .description("from a message's arrival in the queue until we have it")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        registry.gauge(
                "ondes.spot.sqs.last.success.age.seconds",
                this,
                known -> known.sinceSuccess().toMillis() / 1000.0);
    }

    void received(Received message) {
        Duration waited = Duration.between(message.sent(), clock.instant());
        age.record(waited.isNegative() ? Duration.ZERO : waited);
    }

    void answered() {
        lastSuccess = clock.instant();
        meters.polled(SOURCE);
    }

    void failed(String call) {
        meters.failed(SOURCE, call);
    }

    void ended(String result) {
        registry.counter("ondes.spot.sqs.messages.ended", "result", result).increment();
    }

    /** How long ago the queue last answered a call for messages. */
    public Duration sinceSuccess() {
        return Duration.between(lastSuccess, clock.instant());
    }
}
