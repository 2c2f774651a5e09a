package dev.ondes.alerter.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counters and histograms that begin at 0 with each day (ADR 11). What was counted once stays there, at 0, while it may: a currency, a project or a
 * service has the first of a day seen as an increase, too. Not thread-safe.
 */
final class DayMeters {
    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new HashMap<>();
    private final Map<TimerKey, Timer> timers = new HashMap<>();
    private final Map<SummaryKey, DistributionSummary> summaries = new HashMap<>();

    private record Key(
            String name, String description, @Nullable String unit, Tags tags) {}

    private record TimerKey(String name, String description, Tags tags, List<Duration> bounds) {}

    private record SummaryKey(
            String name, String description, @Nullable String unit, Tags tags, List<Double> bounds) {}

    DayMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param stay whether what has these labels does; the rest goes */
    void newDay(Predicate<Tags> stay) {
        counters.values().forEach(registry::remove);
        timers.values().forEach(registry::remove);
        summaries.values().forEach(registry::remove);
        counters.keySet().removeIf(key -> !stay.test(key.tags()));
        timers.keySet().removeIf(key -> !stay.test(key.tags()));
        summaries.keySet().removeIf(key -> !stay.test(key.tags()));
        counters.replaceAll((key, _) -> made(key));
        timers.replaceAll((key, _) -> made(key));
        summaries.replaceAll((key, _) -> made(key));
    }

    Counter counter(String name, String description, @Nullable String unit, Tags tags) {
        return counters.computeIfAbsent(new Key(name, description, unit, tags), this::made);
    }

    Timer timer(String name, String description, Tags tags, List<Duration> bounds) {
        return timers.computeIfAbsent(new TimerKey(name, description, tags, bounds), this::made);
    }

    DistributionSummary summary(
            String name, String description, @Nullable String unit, Tags tags, List<Double> bounds) {
        return summaries.computeIfAbsent(new SummaryKey(name, description, unit, tags, bounds), this::made);
    }

    private Counter made(Key key) {
        return Counter.builder(key.name())
                .description(key.description())
                .baseUnit(key.unit())
                .tags(key.tags())
                .register(registry);
    }

    private Timer made(TimerKey key) {
        return Timer.builder(key.name())
                .description(key.description())
                .tags(key.tags())
                .serviceLevelObjectives(key.bounds().toArray(Duration[]::new))
                .register(registry);
    }

    private DistributionSummary made(SummaryKey key) {
        return DistributionSummary.builder(key.name())
                .description(key.description())
                .baseUnit(key.unit())
                .tags(key.tags())
                .serviceLevelObjectives(
                        key.bounds().stream().mapToDouble(Double::doubleValue).toArray())
                .register(registry);
    }
}
