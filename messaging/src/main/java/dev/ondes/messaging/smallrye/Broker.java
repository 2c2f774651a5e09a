package dev.ondes.messaging.smallrye;

import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.Subscriptions;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.TopologyGuard;
import dev.ondes.messaging.connect.TopologyWatch;
import dev.ondes.messaging.consume.ConsumerSettings;
import dev.ondes.messaging.consume.FailureReports;
import dev.ondes.messaging.consume.QueueConsumer;
import dev.ondes.messaging.count.Counts;
import dev.ondes.messaging.deadletters.DeadLetters;
import dev.ondes.messaging.journal.Journal;
import dev.ondes.messaging.publish.ConfirmingPublisher;
import dev.ondes.messaging.publish.PublishLimits;
import dev.ondes.messaging.queues.Queues;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts messaging together for one service. Two connections: the broker stops reading from one that publishes while it
 * is short of memory or disk, and acknowledgements must not wait behind that. Where somebody goes through the dead letters a
 * third, since to send them on their way again is to publish, too.
 *
 * <p>At the service's end consumers stop first, so that what runs may still publish; the publisher goes last.
 */
@ApplicationScoped
public class Broker {
    private static final Backoff RECONNECT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final Backoff REPUBLISH = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

    private static final Duration LOOK_PATIENCE = Duration.ofSeconds(30);
    /** Pause between checks of a topology in which something differs. */
    private static final Duration TOPOLOGY_AGAIN = Duration.ofSeconds(30);

    private final TopologyGuard topology;
    private final TopologyWatch topologyWatch;
    private final BrokerConnection publishing;
    private final BrokerConnection consuming;
    private final BrokerConnection redriving;
    private final ConfirmingPublisher publisher;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofVirtual().name("ondes-redeliver").factory());
    private final QueueConsumer.Shared shared;
    private final Channels channels = new Channels();
    private final Journal journal;
    private final DeadLetters deadLetters;

    @Inject
    Broker(
            AmqpSettings settings,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "ondes") String service,
            Instance<MeterRegistry> meters) {
        var address = AmqpSettings.address(settings);
        var codec = new EventCodec();
        var random = RandomGenerator.getDefault();
        Counts counts = meters.isResolvable() ? new MeterCounts(meters.get()) : Counts.NONE;
        topology = new TopologyGuard(Topology.ondes(), settings.declare());
        publishing = new BrokerConnection(address, service + ": publish", RECONNECT, random, topology::check);
        consuming = new BrokerConnection(address, service + ": consume", RECONNECT, random, topology::check);
        redriving = new BrokerConnection(address, service + ": dead letters", RECONNECT, random, _ -> {});
        publisher = ConfirmingPublisher.start(
                publishing,
                Topology.EVENTS,
                codec,
                new PublishLimits(settings.publishTimeout(), settings.publishesInFlight(), REPUBLISH, random),
                counts);
        var factory = new Event.Factory(
                "/" + service, Clock.systemUTC(), () -> UUID.randomUUID().toString());
        var reports = new FailureReports(service, factory, publisher);
        shared = new QueueConsumer.Shared(consuming, topology, codec, RECONNECT, random, timer, reports, counts);
        journal = new Journal(consuming, Topology.JOURNAL, Journal.PREFETCH, codec, RECONNECT, random, counts);
        deadLetters = new DeadLetters(redriving, Topology.DEAD_LETTERS, RECONNECT, random, LOOK_PATIENCE);
        publishing.start();
        topologyWatch = TopologyWatch.start(topology, publishing, TOPOLOGY_AGAIN);
    }

    void start(@Observes Startup startup) {
        // Being called is enough: the constructor begins to connect.
    }

    void stopConsuming(@Observes Shutdown shutdown) {
        channels.closeAll();
    }

    @PreDestroy
    void close() {
        channels.closeAll();
        timer.shutdownNow();
        topologyWatch.close();
        consuming.close();
        redriving.close();
        publisher.close();
        publishing.close();
    }

    @Produces
    @ApplicationScoped
    Events events() {
        return publisher;
    }

    @Produces
    @ApplicationScoped
    Subscriptions subscriptions() {
        return channels;
    }

    @Produces
    @Singleton
    Queues queues() {
        return new Queues(consuming);
    }

    @Produces
    @Singleton
    DeadLetters deadLetters() {
        return deadLetters;
    }

    /** Its readers are closed by who opened them. */
    @Produces
    @Singleton
    Journal journal() {
        return journal;
    }

    QueueConsumer consumer(String channel, ConsumerSettings settings) {
        return channels.add(channel, new QueueConsumer(settings, shared));
    }

    /** What keeps this service from working with the broker; empty when nothing does. */
    List<String> troubles() {
        return Stream.of(
                        publishing.trouble().stream(),
                        channels.troubles(),
                        topology.problems().stream().map(problem -> problem.sentence()))
                .flatMap(stream -> stream)
                .toList();
    }
}
