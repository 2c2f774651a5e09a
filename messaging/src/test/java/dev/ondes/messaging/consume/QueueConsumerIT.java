package dev.ondes.messaging.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.InvalidEventException;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.messaging.connect.TopologyGuard;
import dev.ondes.messaging.count.Count;
import dev.ondes.messaging.testing.Handlers;
import dev.ondes.messaging.testing.Sample;
import dev.ondes.messaging.testing.WithQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueueConsumerIT extends WithQueue {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final EventCodec codec = new EventCodec();
    private final BlockingQueue<Event<?>> said = new LinkedBlockingQueue<>();
    private final Handlers handlers = new Handlers();
    /** Short, since most tests leave handlers running. */
    private Duration closeTimeout = Duration.ofMillis(100);

    private TopologyGuard guard;

    private QueueConsumerIT() {
        super("consume");
    }

    private QueueConsumer consumer(int prefetch) {
        return consumer(prefetch, Duration.ofMillis(20), true);
    }

    private QueueConsumer consumer(int prefetch, Duration retryDelay, boolean declare) {
        guard = new TopologyGuard(queue.topology(), declare);
        var connection = Sample.connection(line.url(), guard::check);
        var timer = Executors.newSingleThreadScheduledExecutor();
        var factory = new Event.Factory("/test", Clock.systemUTC(), () -> "failure-1");
        var consumer = new QueueConsumer(
                new ConsumerSettings(queue.name(), prefetch, retryDelay, Duration.ofSeconds(5), closeTimeout),
                new QueueConsumer.Shared(
                        connection,
                        guard,
                        codec,
                        Sample.QUICK,
                        Sample.RANDOM,
                        timer,
                        new FailureReports("test", factory, said::add),
                        tally));
        consumer.events().subscribe(handlers);
        closeInTheEnd(connection);
        closeInTheEnd(timer::shutdownNow);
        closeInTheEnd(consumer::close);
        return consumer;
    }

    private void open(QueueConsumer consumer) {
        consumer.open();
        awaitConsuming(consumer);
    }

    private static void awaitConsuming(QueueConsumer consumer) {
        await().until(() -> consumer.trouble().isEmpty());
    }

    private void put(String id) {
        queue.put(codec.encode(Sample.cancel(id)));
    }

    @Test
    void takesAMessageOffTheQueueWhenItsHandlerIsDone() throws Exception {
        // Given
        var consumer = consumer(5);
        open(consumer);
        put("event-1");
        Received received = handlers.next();

        // When
        consumer.handled(received);

        // Then
        assertThat(received.event()).isEqualTo(Sample.cancel("event-1"));
        consumer.close();
        assertThat(queue.ready(queue.name())).isZero();
        assertThat(tally.of(Count.ACKED)).isEqualTo(1);
    }

    @Test
    void neverRunsMoreHandlersThanItsPrefetch() throws Exception {
        // Given
        var consumer = consumer(2);
        open(consumer);

        // When
        List.of("event-1", "event-2", "event-3").forEach(this::put);

        // Then
        Received first = handlers.next();
        handlers.next();
        assertThat(queue.ready(queue.name())).isEqualTo(1);
        assertThat(handlers.waiting()).isZero();
        consumer.handled(first);
        assertThat(handlers.next().event().id()).isEqualTo("event-3");
    }

    @Test
    void handsAFailedMessageOutAgainAfterAPause() throws Exception {
        // Given
        var consumer = consumer(1, Duration.ofMillis(300), true);
        open(consumer);
        put("event-1");
        long begin = System.nanoTime();

        // When
        consumer.failed(handlers.next(), new IllegalStateException("Kubernetes is away"));

        // Then
        Received again = handlers.next();
        assertThat(again.event().id()).isEqualTo("event-1");
        assertThat(again.failures()).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(tally.of(Count.REJECTED)).isEqualTo(1);
    }

    @Test
    void leavesAMessageThatAlwaysFailsToTheDeadLetters() throws Exception {
        // Given
        queue.with("x-delivery-limit", 2);
        var consumer = consumer(1);
        open(consumer);
        put("event-1");

        // When
        for (int i = 0; i < 3; i++) {
            consumer.failed(handlers.next(), new IllegalStateException("again"));
        }

        // Then
        await().until(() -> queue.ready(queue.dead()) == 1);
    }

    @Test
    void putsAMessageThatNothingWouldHealToTheDeadLettersAndSaysSo() throws Exception {
        // Given
        var consumer = consumer(1);
        open(consumer);
        put("event-1");

        // When: wrapped, as frameworks do.
        consumer.failed(
                handlers.next(), new RuntimeException(new InvalidEventException("job.cancel-requested lacks sense")));

        // Then
        await().until(() -> queue.ready(queue.dead()) == 1);
        Event<?> failure = said.take();
        assertThat(failure.data())
                .isEqualTo(new SystemFailure(
                        "test",
                        "event-invalid",
                        "42",
                        null,
                        "job.cancel-requested lacks sense (queue " + queue.name() + ")"));
        assertThat(failure.traceparent()).isEqualTo(Sample.TRACEPARENT);
    }

    @Test
    void putsWhatIsNoEventToTheDeadLetters() throws Exception {
        // Given
        open(consumer(1));

        // When
        queue.put("hello".getBytes(UTF_8));

        // Then
        await().until(() -> queue.ready(queue.dead()) == 1);
        assertThat(said.take().data()).isInstanceOfSatisfying(SystemFailure.class, failure -> {
            assertThat(failure.about()).isEqualTo(queue.name());
            assertThat(failure.message()).doesNotContain("hello");
        });
    }

    @Test
    void acknowledgesAndCountsATypeThatItDoesNotKnow() throws Exception {
        // Given
        var consumer = consumer(1);
        open(consumer);
        String newer = new String(codec.encode(Sample.cancel("event-1")), UTF_8)
                .replace("dev.ondes.job.cancel-requested", "dev.ondes.job.teleported");

        // When
        queue.put(newer.getBytes(UTF_8));

        // Then
        await().until(() -> tally.of(Count.UNKNOWN_TYPE) == 1);
        consumer.close();
        assertThat(queue.ready(queue.name())).isZero();
        assertThat(queue.ready(queue.dead())).isZero();
    }

    @Test
    void subscribesAgainWhenTheQueueWasDeleted() throws Exception {
        // Given
        var consumer = consumer(1);
        open(consumer);

        // When
        queue.deleteQueue();

        // Then: it declares the queue again, and consumes.
        await().until(() -> tally.of(Count.CONSUMED) == 1 || put());
        assertThat(handlers.next().event().id()).isEqualTo("event-1");
    }

    /** Puts until there is a queue again: what is put before is lost. */
    private boolean put() {
        put("event-1");
        return false;
    }

    @Test
    void waitsForAQueueThatIsDeclaredLaterByAnother() throws Exception {
        // Given
        var consumer = consumer(1, Duration.ofMillis(20), false);
        consumer.open();
        await().until(() -> consumer.trouble().orElse("").contains("missing"));
        assertThat(guard.problems())
                .anySatisfy(problem -> assertThat(problem.sentence())
                        .contains("queue " + queue.name() + ": it does not exist")
                        .contains("ondes.amqp.declare=true"));

        // When
        queue.declare();

        // Then
        awaitConsuming(consumer);
        put("event-1");
        assertThat(handlers.next().event().id()).isEqualTo("event-1");
    }

    @Test
    void subscribesAgainAfterTheConnectionWasCut() throws Exception {
        // Given
        var consumer = consumer(1);
        open(consumer);

        // When
        line.cut();

        // Then
        put("event-1");
        consumer.handled(handlers.next());
        consumer.close();
        assertThat(queue.ready(queue.name())).isZero();
    }

    @Test
    void doesNotAcknowledgeTheSecondDeliveryWhenTheFirstHandlerEnds() throws Exception {
        // Given
        var consumer = consumer(2);
        open(consumer);
        put("event-1");
        Received first = handlers.next();
        line.cut();
        Received second = handlers.next();
        assertThat(second.event()).isEqualTo(first.event());

        // When
        consumer.handled(first);

        // Then: the second is still the broker's to deliver.
        assertThat(tally.of(Count.STALE)).isEqualTo(1);
        assertThat(tally.of(Count.ACKED)).isZero();
        line.cut();
        assertThat(handlers.next().event()).isEqualTo(second.event());
    }

    @Test
    void runsNoMoreHandlersAfterAReconnectionThanBefore() throws Exception {
        // Given
        var consumer = consumer(1);
        open(consumer);
        put("event-1");
        Received first = handlers.next();

        // When
        line.cut();
        await().until(() -> tally.of(Count.REDELIVERED) == 1);

        // Then
        assertThat(handlers.waiting()).isZero();
        consumer.handled(first);
        assertThat(handlers.next().event().id()).isEqualTo("event-1");
    }

    @Test
    void consumesNothingWhenClosed() throws Exception {
        // Given
        var consumer = consumer(5);
        open(consumer);

        // When
        consumer.close();

        // Then
        put("event-1");
        await().until(() -> queue.ready(queue.name()) == 1);
        assertThat(handlers.waiting()).isZero();
        assertThat(consumer.trouble()).isEmpty();
    }

    private static void consumerCloses(QueueConsumer consumer) {
        try {
            consumer.close();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closesWhenRunningHandlersAreDoneAndGivesBackWhatNoneHasBegun() throws Exception {
        // Given
        handlers.demand(1);
        closeTimeout = LONG;
        var consumer = consumer(5);
        open(consumer);
        put("event-1");
        Received running = handlers.next();
        put("event-2");
        await().until(() -> tally.of(Count.CONSUMED) == 2);

        // When
        var closed = CompletableFuture.runAsync(() -> consumerCloses(consumer), Thread::startVirtualThread);

        // Then
        await().until(() -> queue.ready(queue.name()) == 1);
        assertThat(closed).isNotDone();
        consumer.handled(running);
        assertThat(closed).succeedsWithin(LONG);
        await().until(() -> queue.ready(queue.name()) == 1);
        assertThat(tally.of(Count.ACKED)).isEqualTo(1);
    }

    @Test
    void consumesAgainWhenOpenedAgain() throws Exception {
        // Given
        var consumer = consumer(5);
        open(consumer);
        consumer.close();
        put("event-1");

        // When
        consumer.open();

        // Then
        assertThat(handlers.next().event().id()).isEqualTo("event-1");
    }
}
