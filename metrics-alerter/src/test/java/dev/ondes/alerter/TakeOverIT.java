package dev.ondes.alerter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.alerter.testing.Says;
import dev.ondes.alerter.testing.Says.Name;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.connect.AmqpAddress;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.TopologyGuard;
import dev.ondes.messaging.count.Counts;
import dev.ondes.messaging.publish.ConfirmingPublisher;
import dev.ondes.messaging.publish.PublishLimits;
import dev.ondes.messaging.testing.CutProxy;
import dev.ondes.messaging.testing.LocalBroker;
import dev.ondes.messaging.testing.NeedsBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas and a real RabbitMQ: one leads, both count the same, and what one knew the next one knows. */
@NeedsBroker
class TakeOverIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Backoff FAST = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500));

    private final Says says = new Says();
    private final String jobClass = "take-over-" + UUID.randomUUID().toString().substring(0, 8);
    /** A journal keeps what earlier tests said, and a job ends only once. */
    private final long firstJob = new Random().nextLong(1, 1L << 40);

    private final Instant begin = Instant.now().minusSeconds(5);
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private ConfirmingPublisher publisher;

    @BeforeEach
    void connect() {
        var connection = new BrokerConnection(
                AmqpAddress.parse(LocalBroker.url()),
                "test: publish",
                FAST,
                new Random(1),
                new TopologyGuard(Topology.ondes(), true)::check);
        connection.start();
        publisher = ConfirmingPublisher.start(
                connection,
                Topology.EVENTS,
                new EventCodec(),
                new PublishLimits(Duration.ofSeconds(30), 100, FAST, new Random(1)),
                Counts.NONE);
        toClose.add(connection);
        toClose.add(publisher);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : toClose.reversed()) {
            one.close();
        }
    }

    @Test
    void oneLeadsAndTheOtherTakesOverWhenItIsGone() {
        Replica first = replica(LocalBroker.url());
        await().atMost(PATIENCE).until(first.lock::leads);
        Replica second = replica(LocalBroker.url());
        await().atMost(PATIENCE).until(second.keeper::isCaughtUp);
        assertThat(second.lock.leads()).isFalse();

        first.close();

        await().atMost(PATIENCE).until(second.lock::leads);
        assertThat(first.lock.leads()).isFalse();
    }

    @Test
    void whoLedGoesOnWhileTheBrokerIsAway() {
        CutProxy line = new CutProxy(LocalBroker.url());
        toClose.add(line);
        Replica only = replica(line.url());
        await().atMost(PATIENCE).until(only.lock::leads);

        line.refuse(true);
        line.cut();

        await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(only.lock::leads);
        line.refuse(false);
        end(1);
        await().atMost(PATIENCE).until(() -> only.completed(jobClass) == 1);
        assertThat(only.lock.leads()).isTrue();
    }

    @Test
    void aRestartNeitherLosesNorDoublesACount() {
        // Given
        Replica first = replica(LocalBroker.url());
        for (int id = 1; id <= 50; id++) {
            end(id);
        }
        await().atMost(PATIENCE).until(() -> first.completed(jobClass) == 50);

        // When
        first.close();
        for (int id = 51; id <= 60; id++) {
            end(id);
        }
        publisher.publish(said(7));
        Replica second = replica(LocalBroker.url());

        // Then
        await().atMost(PATIENCE).until(second.keeper::isCaughtUp);
        await().atMost(PATIENCE).until(() -> second.completed(jobClass) == 60);
        end(61);
        await().atMost(PATIENCE).until(() -> second.completed(jobClass) == 61);
    }

    private void end(long id) {
        publisher.publish(said(id));
    }

    private Event<?> said(long id) {
        Instant now = Instant.now();
        var event = says.finished(Name.of(firstJob + id, jobClass), EndReason.SCRIPT_SUCCEEDED, now, now);
        return new Event<>(
                UUID.randomUUID().toString(), event.source(), now, event.subject(), event.traceparent(), event.data());
    }

    private Replica replica(String url) {
        var replica = new Replica(url, jobClass, begin);
        toClose.add(replica);
        return replica;
    }
}
