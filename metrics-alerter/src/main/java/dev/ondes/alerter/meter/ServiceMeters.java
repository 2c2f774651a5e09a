package dev.ondes.alerter.meter;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.QueueFigures;
import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.notify.DeliveryCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The broker's queues, alerts, and what we ourselves do, as metrics. Thread-safe. */
public final class ServiceMeters implements DeliveryCounts {
    private static final String QUEUE = "queue";

    private final MeterRegistry registry;
    private final Map<String, QueueFigures> queues = new ConcurrentHashMap<>();
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();
    private volatile Map<String, Long> firing = Map.of();

    public ServiceMeters(MeterRegistry registry, Collection<Rule> rules, Collection<String> receivers) {
        this.registry = registry;
        for (Rule rule : rules) {
            Gauge.builder("ondes.alerts.firing", this, all -> all.firing.getOrDefault(rule.name(), 0L))
                    .description("Alerts that fire, those that people are not told of included")
                    .tags("alert", rule.name(), "severity", rule.severity().wire())
                    .register(registry);
        }
        for (String receiver : receivers) {
            for (Result result : Result.values()) {
                counter(receiver, result);
            }
        }
    }

    /** Figures of the journal's reader. */
    public void journal(
            LongSupplier lag, LongSupplier unreadable, LongSupplier failed, LongSupplier gaps, BooleanSupplier live) {
        Gauge.builder("ondes.journal.lag.messages", lag::getAsLong)
                .description("Entries of the journal that are still to be read")
                .register(registry);
        FunctionCounter.builder("ondes.journal.undecodable", unreadable, LongSupplier::getAsLong)
                .description("Entries of the journal that this version can't read")
                .register(registry);
        FunctionCounter.builder("ondes.handler.errors", failed, LongSupplier::getAsLong)
                .description("Events that the model could not take")
                .register(registry);
        FunctionCounter.builder("ondes.journal.gaps", gaps, LongSupplier::getAsLong)
                .description("How often entries of the journal were missing")
                .register(registry);
        Gauge.builder("ondes.journal.live", () -> live.getAsBoolean() ? 1 : 0)
                .description("Whether all that was said has been read, and what is said is heard at once")
                .register(registry);
    }

    /** Whether this replica tells people. */
    public void leading(BooleanSupplier leads) {
        Gauge.builder("ondes.alerter.leading", () -> leads.getAsBoolean() ? 1 : 0)
                .description("Whether this replica tells people of alerts")
                .register(registry);
    }

    /** How the queues stand now. */
    public void see(List<QueueFigures> figures) {
        if (!figures.isEmpty()) {
            // One that is gone has no figure; while the broker tells nothing at all, the last ones stand.
            queues.keySet().retainAll(figures.stream().map(QueueFigures::queue).toList());
        }
        for (QueueFigures one : figures) {
            queues.put(one.queue(), one);
            if (known.putIfAbsent(one.queue(), true) == null) {
                register(one);
            }
        }
    }

    private void register(QueueFigures one) {
        String name = one.queue();
        Gauge.builder("ondes.queue.messages", this, all -> all.figure(name, QueueFigures::messages))
                .description("Messages that wait in the queue; of the journal those that it keeps")
                .tags(QUEUE, name)
                .register(registry);
        Gauge.builder("ondes.queue.consumers", this, all -> all.figure(name, QueueFigures::consumers))
                .description("How many take messages from the queue")
                .tags(QUEUE, name)
                .register(registry);
        if (one.kind() == QueueFigures.Kind.KEPT) {
            Gauge.builder("ondes.dead.letters", this, all -> all.figure(name, QueueFigures::messages))
                    .description("Messages that could not be handled, or that nobody wanted, and wait for an operator")
                    .tags(QUEUE, name)
                    .register(registry);
        }
    }

    private double figure(String queue, ToDoubleFunction<QueueFigures> value) {
        QueueFigures figures = queues.get(queue);
        return figures == null ? Double.NaN : value.applyAsDouble(figures);
    }

    /** What fires now. */
    public void firing(List<Alert> alerts) {
        firing = alerts.stream()
                .collect(Collectors.groupingBy(alert -> alert.rule().name(), Collectors.counting()));
    }

    @Override
    public void tried(String receiver, Result result) {
        counter(receiver, result).increment();
    }

    private Counter counter(String receiver, Result result) {
        return Counter.builder("ondes.notifications")
                .description("Tries to tell somebody of an alert")
                .tags("receiver", receiver, "result", result.wire())
                .register(registry);
    }
}
