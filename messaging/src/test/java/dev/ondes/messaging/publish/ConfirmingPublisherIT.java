package dev.ondes.messaging.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.PublishException.Reason;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.connect.TopologyGuard;
import dev.ondes.messaging.count.Count;
import dev.ondes.messaging.testing.LocalBroker;
import dev.ondes.messaging.testing.Memory;
import dev.ondes.messaging.testing.Sample;
import dev.ondes.messaging.testing.WithQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConfirmingPublisherIT extends WithQueue {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration HASTY = Duration.ofSeconds(3);

    private ConfirmingPublisherIT() {
        super("publish");
    }

    private ConfirmingPublisher publisher(Duration time) {
        var guard = new TopologyGuard(queue.topology(), true);
        return publisher(time, Sample.connection(line.url(), guard::check));
    }

    private ConfirmingPublisher publisher(Duration time, BrokerConnection connection) {
        var limits = new PublishLimits(time, 100, Sample.QUICK, Sample.RANDOM);
        var publisher = ConfirmingPublisher.start(connection, queue.exchange(), new EventCodec(), limits, tally);
        connection.start();
        closeInTheEnd(connection);
        closeInTheEnd(publisher);
        return publisher;
    }

    private static Reason reasonOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(PublishException.class, call).reason();
    }

    @Test
    void returnsWhenThePersistentEventIsInItsQueue() {
        // Given
        var publisher = publisher(PATIENT);

        // When
        publisher.publish(Sample.cancel("event-1"));

        // Then
        GetResponse message = queue.take(queue.name());
        assertThat(message.getProps().getContentType()).isEqualTo("application/cloudevents+json");
        assertThat(message.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(message.getProps().getMessageId()).isEqualTo("event-1");
        assertThat(message.getProps().getType()).isEqualTo("dev.ondes.job.cancel-requested");
        assertThat(message.getProps().getHeaders().get("traceparent")).hasToString(Sample.TRACEPARENT);
        assertThat(new EventCodec().decode(message.getBody())).contains(Sample.cancel("event-1"));
        assertThat(tally.of(Count.CONFIRMED)).isEqualTo(1);
    }

    @Test
    void saysThatAnEventHasNoQueue() {
        // Given
        var publisher = publisher(HASTY);

        // When
        Reason reason = reasonOf(() -> publisher.publish(Sample.started("event-1")));

        // Then
        assertThat(reason).isEqualTo(Reason.UNROUTABLE);
        assertThat(tally.of(Count.RETURNED)).isGreaterThan(1);
        assertThat(tally.of(Count.CONFIRMED)).isZero();
    }

    @Test
    void isContentWhenTheAlternateExchangeTookAnEventThatHasNoQueue() {
        // Given
        queue.withAlternate();
        var publisher = publisher(PATIENT);

        // When
        publisher.publish(Sample.started("event-1"));

        // Then
        assertThat(queue.take(queue.dead()).getProps().getMessageId()).isEqualTo("event-1");
        assertThat(tally.of(Count.RETURNED)).isZero();
    }

    @Test
    void saysThatTheUserMayNotPublish() {
        assumeThat(LocalBroker.isOurs())
                .as("users are made in our own broker only")
                .isTrue();
        // Given
        publisher(PATIENT).publish(Sample.cancel("event-1"));
        LocalBroker.ctl("add_user", "reader", "reader");
        try {
            LocalBroker.ctl("set_permissions", "reader", "", "", ".*");
            var reader = Sample.connection(line.url().replace("guest:guest@", "reader:reader@"), _ -> {});
            var publisher = publisher(HASTY, reader);

            // When
            var refusal =
                    catchThrowableOfType(PublishException.class, () -> publisher.publish(Sample.cancel("event-2")));

            // Then
            assertThat(refusal.reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(refusal).hasMessageContaining("grant it write");
        } finally {
            LocalBroker.ctl("delete_user", "reader");
        }
    }

    @Test
    void saysThatTheQueueIsFull() {
        // Given
        queue.with("x-max-length", 1).with("x-overflow", "reject-publish");
        var publisher = publisher(HASTY);
        publisher.publish(Sample.cancel("event-1"));

        // When
        Reason reason = null;
        for (int i = 2; i < 6 && reason == null; i++) {
            // A quorum queue takes a few more than its limit.
            String id = "event-" + i;
            var refusal = catchThrowableOfType(PublishException.class, () -> publisher.publish(Sample.cancel(id)));
            reason = refusal == null ? null : refusal.reason();
        }

        // Then
        assertThat(reason).isEqualTo(Reason.NACKED);
        assertThat(tally.of(Count.NACKED)).isPositive();
    }

    @Test
    void publishesOnceTheQueueIsThereAgain() {
        // Given
        var publisher = publisher(PATIENT);
        publisher.publish(Sample.cancel("event-1"));
        queue.deleteQueue();
        CompletableFuture<Void> later = CompletableFuture.runAsync(
                () -> publisher.publish(Sample.cancel("event-2")), Thread::startVirtualThread);
        await().until(() -> tally.of(Count.RETURNED) > 0);

        // When
        line.cut();

        // Then: the new connection declares the queue again.
        assertThat(later).succeedsWithin(PATIENT);
        assertThat(queue.take(queue.name()).getProps().getMessageId()).isEqualTo("event-2");
    }

    @Test
    void losesNothingWhenTheConnectionIsCutBeforeTheBrokersAnswers() throws Exception {
        // Given
        var publisher = publisher(PATIENT);
        Set<String> published = new HashSet<>();
        List<Future<?>> calls = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 3; round++) {
                publisher.publish(Sample.cancel("before-" + round));
                published.add("before-" + round);
                line.holdAnswers(true);
                int arrived = queue.ready(queue.name());
                for (int i = 0; i < 50; i++) {
                    String id = "event-" + round + "-" + i;
                    published.add(id);
                    calls.add(threads.submit(() -> publisher.publish(Sample.cancel(id))));
                }
                await().until(() -> queue.ready(queue.name()) > arrived);

                // When
                line.cut();
                line.holdAnswers(false);
            }
        }

        // Then
        for (Future<?> call : calls) {
            call.get();
        }
        Set<String> arrived = new HashSet<>();
        int copies = 0;
        for (GetResponse message = queue.take(queue.name()); message != null; message = queue.take(queue.name())) {
            arrived.add(message.getProps().getMessageId());
            copies++;
        }
        assertThat(arrived).isEqualTo(published);
        assertThat(copies).isGreaterThan(published.size());
    }

    @Test
    void waitsForABrokerThatComesLater() {
        // Given
        line.refuse(true);
        var publisher = publisher(PATIENT);
        CompletableFuture<Void> call = CompletableFuture.runAsync(
                () -> publisher.publish(Sample.cancel("event-1")), Thread::startVirtualThread);
        await().until(() -> tally.of(Count.PUBLISHED) == 1);

        // When
        line.refuse(false);

        // Then
        assertThat(call).succeedsWithin(PATIENT);
        assertThat(queue.ready(queue.name())).isEqualTo(1);
    }

    @Test
    void saysThatThereIsNoBroker() {
        // Given
        line.refuse(true);
        var publisher = publisher(HASTY);

        // When
        Reason reason = reasonOf(() -> publisher.publish(Sample.cancel("event-1")));

        // Then
        assertThat(reason).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void saysThatTheBrokerDidNotAnswer() {
        // Given
        var publisher = publisher(HASTY);
        publisher.publish(Sample.cancel("event-1"));
        line.holdAnswers(true);

        // When
        Reason reason = reasonOf(() -> publisher.publish(Sample.cancel("event-2")));

        // Then
        assertThat(reason).isEqualTo(Reason.UNCONFIRMED);
    }

    @Test
    void forgetsWhatWasGivenUpWhileTheSocketTakesNothing() {
        // Given: a message larger than all buffers on the way, which whoever writes is stuck with.
        var publisher = publisher(HASTY);
        publisher.publish(Sample.cancel("event-1"));
        line.holdWords(true);
        var stuck =
                Thread.ofPlatform().start(() -> reasonOf(() -> publisher.publish(Sample.large("event-2", 16_000_000))));
        await().until(() -> stuck.getState() == Thread.State.TIMED_WAITING);

        // When
        WeakReference<String> id = giveUp(publisher);

        // Then
        await().atMost(Duration.ofSeconds(3)).until(() -> Memory.forgot(id));
        line.holdWords(false);
    }

    /** What the message holds of its event is the id. */
    private static WeakReference<String> giveUp(ConfirmingPublisher publisher) {
        String id = String.join("-", "event", "3");
        assertThat(reasonOf(() -> publisher.publish(Sample.cancel(id)))).isEqualTo(Reason.UNCONFIRMED);
        return new WeakReference<>(id);
    }

    @Test
    void saysThatTheBrokerTakesNothing() {
        assumeThat(LocalBroker.isOurs())
                .as("alarms are raised in our own broker only")
                .isTrue();
        // Given
        var publisher = publisher(HASTY);
        publisher.publish(Sample.cancel("event-1"));
        LocalBroker.ctl("set_vm_memory_high_watermark", "absolute", "1MB");
        try {
            // When
            Reason reason = reasonOf(() -> publisher.publish(Sample.cancel("event-2")));

            // Then
            assertThat(reason).isEqualTo(Reason.BLOCKED);
        } finally {
            LocalBroker.ctl("set_vm_memory_high_watermark", "absolute", "1GB");
        }
    }

    @Test
    void saysAtOnceThatAnEventIsTooLargeAndLosesNoneThatWasUnderWayWithIt() throws Exception {
        assumeThat(LocalBroker.isOurs())
                .as("only our own broker's limit may be changed")
                .isTrue();
        // Given
        largestMessage(2_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var publisher = publisher(PATIENT);
            var others = new ArrayList<Future<?>>();
            for (int i = 0; i < 20; i++) {
                String id = "event-" + i;
                others.add(threads.submit(() -> publisher.publish(Sample.cancel(id))));
            }

            // When
            var refusal =
                    catchThrowableOfType(PublishException.class, () -> publisher.publish(Sample.large("large", 4_000)));

            // Then
            assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(refusal).hasMessageContaining("large of 4").hasMessageContaining("max_message_size");
            for (Future<?> other : others) {
                other.get();
            }
            assertThat(queue.ready(queue.name())).isGreaterThanOrEqualTo(20);
        } finally {
            largestMessage(134_217_728);
        }
    }

    @Test
    void saysAtOnceThatAnEventCannotBeWrittenAndPublishesTheNextOne() {
        // Given: a header that is longer than a frame.
        var publisher = publisher(PATIENT);
        var endless = new Event<>(
                "event-1", "/test", Sample.NOW, "42", "x".repeat(200_000), new JobCancelRequested(42, "canceling"));

        // When
        Reason reason = reasonOf(() -> publisher.publish(endless));

        // Then
        assertThat(reason).isEqualTo(Reason.UNSENDABLE);
        assertThat(tally.of(Count.RETRIED)).isZero();
        publisher.publish(Sample.cancel("event-2"));
        assertThat(queue.take(queue.name()).getProps().getMessageId()).isEqualTo("event-2");
    }

    /** By both ways of RabbitMQ 3.10 to 4.3. */
    private static void largestMessage(int bytes) {
        LocalBroker.ctl(
                "eval",
                "application:set_env(rabbit, max_message_size, %1$d), persistent_term:put(max_message_size, %1$d)."
                        .formatted(bytes));
    }

    @Test
    void keepsTheConnectionWhenACallerIsInterrupted() throws Exception {
        // Given
        var publisher = publisher(PATIENT);
        publisher.publish(Sample.cancel("event-1"));
        line.holdAnswers(true);
        var failure = new CompletableFuture<Throwable>();
        Thread caller = Thread.startVirtualThread(() -> {
            try {
                publisher.publish(Sample.cancel("event-2"));
            } catch (PublishException e) {
                failure.complete(e);
            }
        });
        await().until(() -> tally.of(Count.PUBLISHED) == 2);

        // When
        caller.interrupt();

        // Then
        assertThat(failure).succeedsWithin(PATIENT);
        line.holdAnswers(false);
        publisher.publish(Sample.cancel("event-3"));
        assertThat(tally.of(Count.RETRIED)).isZero();
    }
}
