package dev.ondes.alerter.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.alerter.notify.DeliveryCounts.Result;
import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.retry.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One message at a time, until the receiver has it, whatever the receiver does. */
class CourierTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final Moody receiver = new Moody();
    private final List<Result> results = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final Courier courier = Courier.start(
            receiver,
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(20)),
            new Random(1),
            new Budget(1, Duration.ofMinutes(10)),
            (_, result) -> results.add(result),
            Clock.systemUTC());

    @AfterEach
    void close() {
        courier.close();
    }

    @Test
    void aMistakeOfOursInOneMessageIsAFailedTry() {
        receiver.moods.add(new IllegalStateException("a bug"));

        courier.offer(message(), () -> taken.add("told"));

        await().until(() -> taken.size() == 1);
        assertThat(results).containsExactly(Result.FAILED, Result.SENT);
    }

    @Test
    void whatReachedNobodyCostsNoneOfTheFewMessages() {
        receiver.moods.add(NotTakenException.now("away"));
        receiver.moods.add(NotTakenException.now("still away"));

        courier.offer(message(), () -> taken.add("told"));

        await().until(() -> taken.size() == 1);
        assertThat(results).containsExactly(Result.FAILED, Result.FAILED, Result.SENT);
    }

    @Test
    void whoseReplicaLeadsNoMoreForgetsWhatItHeld() {
        receiver.moods.add(NotTakenException.until("deaf", Duration.ofHours(1)));
        courier.offer(message(), () -> taken.add("before"));
        await().until(() -> results.size() == 1);

        courier.rest();
        courier.offer(message(), () -> taken.add("leads again"));

        await().until(() -> !taken.isEmpty());
        assertThat(taken).containsExactly("leads again");
    }

    @Test
    void whoDidNotAnswerClearlyMayHaveBeenToldUntilItSaysSo() {
        receiver.moods.add(NotTakenException.unclear("no answer"));
        receiver.moods.add(NotTakenException.until("busy", Duration.ofHours(1)));

        courier.offer(message(), () -> taken.add("told"));

        await().until(() -> results.size() == 2);
        courier.withdraw("a@1");
        assertThat(courier.mayHaveTold("a@1")).isTrue();
        assertThat(courier.mayHaveTold("a@2")).as("another firing").isFalse();
        courier.offer(message(), () -> taken.add("told"));
        await().until(() -> !courier.mayHaveTold("a@1"));
        assertThat(taken).containsExactly("told");
    }

    @Test
    void whoRefusedHasNotBeenTold() {
        receiver.moods.add(NotTakenException.until("busy", Duration.ofHours(1)));

        courier.offer(message(), () -> taken.add("told"));

        await().until(() -> results.size() == 1);
        await().until(() -> !courier.mayHaveTold("a@1"));
    }

    @Test
    void whoIsBeingToldMayHaveBeenTold() throws Exception {
        var go = new CountDownLatch(1);
        receiver.moods.add(go);
        courier.offer(message(), () -> taken.add("told"));
        receiver.asked.await();

        courier.withdraw("a@1");

        assertThat(courier.mayHaveTold("a@1")).isTrue();
        go.countDown();
        await().until(() -> taken.size() == 1);
    }

    private static Message message() {
        return new Message(
                "a@1", "a", "A", Severity.CRITICAL, null, null, "s", "d", NOON, NOON, null, null, null, null, null);
    }

    /** Fails in the ways it is told to, one after the other, and then takes everything. */
    private static final class Moody implements Receiver {
        /** Exceptions that it throws, and latches that it waits for. */
        final Deque<Object> moods = new ArrayDeque<>();

        final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public String name() {
            return "moody";
        }

        @Override
        public boolean wants(Message message) {
            return true;
        }

        @Override
        public synchronized void send(Message message) throws NotTakenException {
            asked.countDown();
            switch (moods.poll()) {
                case NotTakenException e -> throw e;
                case RuntimeException e -> throw e;
                case CountDownLatch latch -> FakePerson.awaitUninterruptibly(latch);
                case null, default -> {}
            }
        }
    }
}
