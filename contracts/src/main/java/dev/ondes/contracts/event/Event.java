package dev.ondes.contracts.event;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event: CloudEvents 1.0 attributes and data. Immutable.
 *
 * @param id unique; the same in a repeated delivery
 * @param source who said it, such as {@code /job-dispatcher}
 * @param subject what it is about: job id, node name or service
 * @param traceparent W3C trace context of the CI job, or null
 */
public record Event<T extends EventData>(
        String id,
        String source,
        Instant time,
        String subject,
        @Nullable String traceparent,
        T data) {

    public EventType type() {
        return EventType.of(data);
    }

    /** Makes events for one service; clock and id source are injected. */
    public record Factory(String source, Clock clock, Supplier<String> ids) {

        public <T extends EventData> Event<T> event(T data, @Nullable String traceparent) {
            return new Event<>(ids.get(), source, clock.instant(), data.subject(), traceparent, data);
        }
    }
}
