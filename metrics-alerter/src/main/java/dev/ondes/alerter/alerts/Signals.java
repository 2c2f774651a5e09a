package dev.ondes.alerter.alerts;

import dev.ondes.alerter.fleet.Capacity;
import dev.ondes.alerter.fleet.ClassFigures;
import dev.ondes.alerter.fleet.Outcomes;
import dev.ondes.alerter.fleet.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The values of a signal now: one for each class, queue, or whatever it has values for. Empty is a value that can't be told: all that is
 * known of the fleet is too old, or too few jobs ended. Pure.
 */
final class Signals {
    /** Of a signal that has one value. */
    static final String ALL = "";

    private Signals() {}

    /** How long the windows are that snapshots must have for these rules. */
    static Set<Duration> windows(Iterable<Rule> rules) {
        Set<Duration> windows = new HashSet<>();
        for (Rule rule : rules) {
            if (rule.signal() instanceof Signal.SystemFailures failures) {
                windows.add(failures.window());
            }
            if (rule.signal() instanceof Signal.BudgetBurn burn) {
                windows.add(burn.longer());
                windows.add(burn.shorter());
            }
        }
        return windows;
    }

    /** Whether it tells nothing while nothing is heard. */
    static boolean isOfFleet(Signal signal) {
        return switch (signal) {
            case Signal.Pending _,
                    Signal.OldestPending _,
                    Signal.Stuck _,
                    Signal.SystemFailures _,
                    Signal.BudgetBurn _ -> true;
            case Signal.Silence _,
                    Signal.CapacitySilence _,
                    Signal.Unconsumed _,
                    Signal.DeadLetters _,
                    Signal.Always _ -> false;
        };
    }

    static Map<String, OptionalDouble> read(Signal signal, Seen seen) {
        return switch (signal) {
            case Signal.Pending() -> classes(seen, one -> OptionalDouble.of(one.surelyPending()));
            case Signal.OldestPending() -> classes(seen, one -> OptionalDouble.of(oldest(one, seen.at())));
            case Signal.Stuck() ->
                classes(seen, one -> OptionalDouble.of(one.stuck().size()));
            case Signal.SystemFailures(Duration window, int least) ->
                classes(seen, one -> ratio(one.ended(window), least));
            case Signal.BudgetBurn burn -> Map.of(ALL, seen.isFresh() ? burn(burn, seen.fleet()) : none());
            case Signal.Silence() -> Map.of(ALL, OptionalDouble.of(seconds(seen.silence())));
            case Signal.CapacitySilence() -> Map.of(ALL, capacitySilence(seen));
            case Signal.Unconsumed() ->
                queues(seen, QueueFigures.Kind.WORK, queue -> queue.consumers() == 0 ? (double) queue.messages() : 0.0);
            case Signal.DeadLetters() -> queues(seen, QueueFigures.Kind.KEPT, queue -> (double) queue.messages());
            case Signal.Always() -> Map.of(ALL, OptionalDouble.of(1));
        };
    }

    /** Of a class or queue that is no longer there: 0, unless nobody can tell. */
    static OptionalDouble gone(Signal signal, Seen seen) {
        boolean told =
                switch (signal) {
                    case Signal.Pending _,
                            Signal.OldestPending _,
                            Signal.Stuck _,
                            Signal.SystemFailures _,
                            Signal.BudgetBurn _ -> seen.isFresh();
                    case Signal.Unconsumed _, Signal.DeadLetters _ ->
                        !seen.queues().isEmpty();
                    case Signal.Silence _, Signal.CapacitySilence _, Signal.Always _ -> false;
                };
        return told ? OptionalDouble.of(0) : none();
    }

    /**
     * Whether it may be more than is known: the class has jobs that waited, and of which nobody knows whether they still do; or nothing was heard since we
     * listen, so that nobody knows how long the silence was before.
     */
    static boolean mayBeMore(Signal signal, String subject, Seen seen) {
        return switch (signal) {
            case Signal.Pending _, Signal.OldestPending _ -> {
                ClassFigures figures = seen.fleet().classes().get(subject);
                yield figures != null && figures.stale() > 0;
            }
            case Signal.Silence _ -> seen.heard().isEmpty();
            case Signal.CapacitySilence _ -> capacityHeard(seen).isEmpty();
            case Signal.Stuck _,
                    Signal.SystemFailures _,
                    Signal.BudgetBurn _,
                    Signal.Unconsumed _,
                    Signal.DeadLetters _,
                    Signal.Always _ -> false;
        };
    }

    private static Map<String, OptionalDouble> classes(Seen seen, Function<ClassFigures, OptionalDouble> value) {
        Map<String, OptionalDouble> values = new TreeMap<>();
        boolean fresh = seen.isFresh();
        seen.fleet().classes().forEach((name, figures) -> values.put(name, fresh ? value.apply(figures) : none()));
        return values;
    }

    private static Map<String, OptionalDouble> queues(
            Seen seen, QueueFigures.Kind kind, Function<QueueFigures, Double> value) {
        Map<String, OptionalDouble> values = new TreeMap<>();
        seen.queues().stream()
                .filter(queue -> queue.kind() == kind)
                .forEach(queue -> values.put(queue.queue(), OptionalDouble.of(value.apply(queue))));
        return values;
    }

    private static double oldest(ClassFigures figures, Instant now) {
        return figures.oldestPending()
                .map(since -> Math.max(0, seconds(Duration.between(since, now))))
                .orElse(0.0);
    }

    private static OptionalDouble ratio(Outcomes ended, int least) {
        return ended.completed() < least ? none() : OptionalDouble.of(ended.systemRatio());
    }

    private static OptionalDouble burn(Signal.BudgetBurn burn, Snapshot fleet) {
        Outcomes longer = all(fleet, burn.longer());
        if (longer.completed() < burn.least()) {
            return none();
        }
        double budget = 1 - burn.objective();
        return OptionalDouble.of(
                Math.min(longer.systemRatio(), all(fleet, burn.shorter()).systemRatio()) / budget);
    }

    private static Outcomes all(Snapshot fleet, Duration window) {
        return fleet.classes().values().stream().map(one -> one.ended(window)).reduce(Outcomes.NONE, Outcomes::plus);
    }

    /** Counted from when we began to listen, too: a scheduler that never spoke is missed as well. */
    private static OptionalDouble capacitySilence(Seen seen) {
        Instant from = capacityHeard(seen).orElse(seen.since());
        return OptionalDouble.of(Math.max(0, seconds(Duration.between(from, seen.at()))));
    }

    private static Optional<Instant> capacityHeard(Seen seen) {
        return seen.fleet().capacity().values().stream()
                .map(Capacity::saidAt)
                .max(Instant::compareTo)
                .filter(seen.since()::isBefore);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private static OptionalDouble none() {
        return OptionalDouble.empty();
    }
}
