package dev.ondes.messaging.testing;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.contracts.event.JobStarted;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.connect.AmqpAddress;
import dev.ondes.messaging.connect.BrokerConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Events and parts for tests. */
public final class Sample {
    public static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final Backoff QUICK = new Backoff(Duration.ofMillis(10), Duration.ofMillis(100));
    public static final RandomGenerator RANDOM = RandomGenerator.getDefault();

    private Sample() {}

    /** An event with a queue. */
    public static Event<JobCancelRequested> cancel(String id) {
        return new Event<>(id, "/test", NOW, "42", TRACEPARENT, new JobCancelRequested(42, "canceling"));
    }

    /** An event with a queue that makes a message of somewhat more than so many bytes. */
    public static Event<JobCancelRequested> large(String id, int bytes) {
        return new Event<>(id, "/test", NOW, "x".repeat(bytes), TRACEPARENT, new JobCancelRequested(42, "canceling"));
    }

    /** An event without one. */
    public static Event<JobStarted> started(String id) {
        return new Event<>(
                id, "/test", NOW, "42", null, new JobStarted(42, 1, "small", "group/project", "node-1", NOW));
    }

    /** A connection, not started yet, that does nothing special at first. */
    public static BrokerConnection connection(String url, BrokerConnection.Preparation preparation) {
        return new BrokerConnection(AmqpAddress.parse(url), "test", QUICK, RANDOM, preparation);
    }
}
