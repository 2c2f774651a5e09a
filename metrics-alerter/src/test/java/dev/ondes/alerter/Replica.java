package dev.ondes.alerter;

import dev.ondes.alerter.alerts.AlertWatch;
import dev.ondes.alerter.alerts.QueueFigures;
import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.alerts.Seen;
import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.journal.Keeper;
import dev.ondes.alerter.lead.BrokerLock;
import dev.ondes.alerter.meter.Buckets;
import dev.ondes.alerter.meter.JobCounters;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.connect.AmqpAddress;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.TopologyGuard;
import dev.ondes.messaging.count.Counts;
import dev.ondes.messaging.journal.Bookmark;
import dev.ondes.messaging.journal.Journal;
import dev.ondes.messaging.journal.JournalReader;
import dev.ondes.messaging.journal.Start;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** One replica's parts that read and judge, on connections of their own that can be cut off at any moment. */
final class Replica implements AutoCloseable {
    private static final Backoff FAST = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500));
    private static final List<Rule> RULES = StandardRules.all().stream()
            .filter(rule -> rule.name().equals("CiDeadLetters"))
            .toList();

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final AlertWatch watch = new AlertWatch(RULES, List.of());
    final Keeper keeper;
    final BrokerLock lock;
    private final BrokerConnection reading;
    private final JournalReader reader;

    Replica(String url, String queue, Instant from) {
        var topology = new TopologyGuard(Topology.ondes(), true);
        reading = connection(url, "read", topology);
        var counters = new JobCounters(registry, Buckets.STANDARD);
        keeper = new Keeper(
                new Fleet(Staleness.STANDARD, AlertWatch.windows(RULES), counters), watch, Clock.systemUTC());
        reader = new Journal(
                        reading, Topology.JOURNAL, Journal.PREFETCH, new EventCodec(), FAST, new Random(1), Counts.NONE)
                .read(Bookmark.none(new Start.Since(from)), keeper);
        lock = new BrokerLock(connection(url, "lead", topology), queue);
        lock.start();
    }

    private static BrokerConnection connection(String url, String name, TopologyGuard topology) {
        return new BrokerConnection(AmqpAddress.parse(url), "test: " + name, FAST, new Random(1), topology::check);
    }

    double completed(String jobClass) {
        var counter =
                registry.find("ondes.jobs.completed").tag("class", jobClass).counter();
        return counter == null ? 0 : counter.count();
    }

    /** One look, as if the broker had told of so many dead letters. */
    Seen seen(long deadLetters) {
        return new Seen(
                keeper.look(),
                List.of(new QueueFigures(Topology.DEAD_LETTERS, QueueFigures.Kind.KEPT, deadLetters, 0)),
                keeper.started());
    }

    @Override
    public void close() {
        lock.close();
        reader.close();
        reading.close();
    }
}
