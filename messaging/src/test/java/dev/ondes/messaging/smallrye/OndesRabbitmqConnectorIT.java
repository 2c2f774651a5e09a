package dev.ondes.messaging.smallrye;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.Subscriptions;
import dev.ondes.messaging.deadletters.DeadLetters;
import dev.ondes.messaging.deadletters.Result;
import dev.ondes.messaging.deadletters.Selection;
import dev.ondes.messaging.testing.LocalBroker;
import dev.ondes.messaging.testing.NeedsBroker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsBroker
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@Timeout(60)
class OndesRabbitmqConnectorIT {
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Event.Factory FACTORY = new Event.Factory(
            "/test", Clock.systemUTC(), () -> UUID.randomUUID().toString());

    @Inject
    Events events;

    @Inject
    Subscriptions subscriptions;

    @Inject
    DeadLetters letters;

    @Inject
    SampleHandlers handlers;

    @Inject
    @Readiness
    BrokerHealth health;

    @Inject
    MeterRegistry meters;

    @Inject
    @org.eclipse.microprofile.reactive.messaging.Channel("said")
    Emitter<Event<JobCancelRequested>> said;

    private Connection connection;
    private Channel channel;

    @BeforeEach
    void look() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(LocalBroker.url());
        connection = factory.newConnection();
        channel = connection.createChannel();
        await().until(() -> health.call().getStatus() == Status.UP);
    }

    @AfterEach
    void close() {
        connection.abort();
    }

    private static Event<JobCancelRequested> cancel(long job) {
        return FACTORY.event(new JobCancelRequested(job, "canceled"), TRACEPARENT);
    }

    private Event<JobCancelRequested> handled() throws InterruptedException {
        return handlers.cancels().poll(20, TimeUnit.SECONDS);
    }

    @Test
    void bringsAnEventToItsHandlerOnAVirtualThreadWithItsTrace() throws Exception {
        // Given
        var event = cancel(42);

        // When
        events.publish(event);

        // Then
        assertThat(handled()).isEqualTo(event).extracting(Event::traceparent).isEqualTo(TRACEPARENT);
        assertThat(handlers.threads()).allMatch(Thread::isVirtual);
    }

    @Test
    void runsHandlersOfOneChannelAtTheSameTime() throws Exception {
        // When
        for (int i = 0; i < 5; i++) {
            events.publish(cancel(SampleHandlers.WAITS_FOR_FOUR_OTHERS));
        }

        // Then
        for (int i = 0; i < 5; i++) {
            assertThat(handled()).isNotNull();
        }
    }

    @Test
    void bringsAnEventAgainWhenItsHandlerFailed() throws Exception {
        // Given
        var event = cancel(SampleHandlers.FAILS_ONCE);

        // When
        events.publish(event);

        // Then
        assertThat(handled()).isEqualTo(event);
    }

    @Test
    void putsAnEventThatFailsForEverToTheDeadLetters() throws Exception {
        // Given
        channel.queuePurge(Topology.DEAD_LETTERS);
        double before = failuresSaid();

        // When
        events.publish(cancel(SampleHandlers.FAILS_FOR_EVER));

        // Then
        await().until(() -> channel.messageCount(Topology.DEAD_LETTERS) == 1);
        await().until(() -> failuresSaid() == before + 1);
        assertThat(counted("ondes.messaging.dead.lettered", "queue", Topology.SCHEDULER_CANCEL))
                .isPositive();
    }

    @Test
    void consumesAStandbysChannelOnlyWhileItIsOpen() throws Exception {
        // Given
        channel.queuePurge(Topology.DISPATCHER_CAPACITY);
        var report = FACTORY.event(new CapacityReported(List.of()), null);

        // When
        events.publish(report);

        // Then
        await().until(() -> channel.messageCount(Topology.DISPATCHER_CAPACITY) == 1);
        assertThat(handlers.capacities()).isEmpty();
        subscriptions.open("standby");
        assertThat(handlers.capacities().poll(20, TimeUnit.SECONDS)).isEqualTo(report);
        subscriptions.close("standby");
        AMQP.Queue.DeclareOk queue = channel.queueDeclarePassive(Topology.DISPATCHER_CAPACITY);
        assertThat(queue.getConsumerCount()).isZero();
    }

    @Test
    void consumesWhileARedriveWaitsForABrokerThatTakesNothing() throws Exception {
        assumeThat(LocalBroker.isOurs())
                .as("alarms are raised in our own broker only")
                .isTrue();
        // Given
        channel.queuePurge(Topology.DEAD_LETTERS);
        channel.queuePurge(Topology.DISPATCHER_CAPACITY);
        double before = failuresSaid();
        events.publish(cancel(SampleHandlers.FAILS_FOR_EVER));
        await().until(() -> channel.messageCount(Topology.DEAD_LETTERS) == 1 && failuresSaid() == before + 1);
        var report = FACTORY.event(new CapacityReported(List.of()), null);
        events.publish(report);
        LocalBroker.ctl("set_vm_memory_high_watermark", "absolute", "1MB");
        try {
            // When
            CompletableFuture<Result> redriven =
                    CompletableFuture.supplyAsync(() -> letters.redrive(Selection.all()), Thread::startVirtualThread);
            await().until(() -> channel.messageCount(Topology.DEAD_LETTERS) == 0);

            // Then
            subscriptions.open("standby");
            assertThat(handlers.capacities().poll(20, TimeUnit.SECONDS)).isEqualTo(report);
            assertThat(redriven).isNotDone();
        } finally {
            LocalBroker.ctl("set_vm_memory_high_watermark", "absolute", "1GB");
            subscriptions.close("standby");
        }
        // It has died again.
        await().until(() -> channel.messageCount(Topology.DEAD_LETTERS) == 1 && failuresSaid() == before + 2);
    }

    @Test
    void publishesWhatGoesIntoAnOutgoingChannel() throws Exception {
        // Given
        var event = cancel(42);

        // When
        var sent = said.send(event).toCompletableFuture();

        // Then
        assertThat(sent).succeedsWithin(Duration.ofSeconds(20));
        assertThat(handled()).isEqualTo(event);
    }

    private double failuresSaid() {
        return counted("ondes.messaging.confirmed", "event", "system.failure");
    }

    private double counted(String metric, String tag, String value) {
        return meters.get(metric).tag(tag, value).counter().count();
    }
}
