package dev.ondes.messaging.smallrye;

import dev.ondes.contracts.event.EventType;
import dev.ondes.messaging.count.Count;
import dev.ondes.messaging.count.Counts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts in Micrometer. Counters stand at 0 from the start on, since one that is born at 1 shows no increase.
 */
final class MeterCounts implements Counts {
    private record Key(Count count, String of) {}

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    MeterCounts(MeterRegistry registry) {
        this.registry = registry;
        for (EventType type : EventType.values()) {
            register(Count.Tag.EVENT, type.routingKey());
        }
    }

    @Override
    public void add(Count count, String of) {
        counter(count, of).increment();
    }

    @Override
    public void register(Count.Tag tag, String of) {
        Arrays.stream(Count.values()).filter(count -> count.tag() == tag).forEach(count -> counter(count, of));
    }

    private Counter counter(Count count, String of) {
        return counters.computeIfAbsent(
                new Key(count, of),
                key -> Counter.builder(count.metric())
                        .description(count.description())
                        .tag(count.tag().name().toLowerCase(Locale.ROOT), of)
                        .register(registry));
    }
}
