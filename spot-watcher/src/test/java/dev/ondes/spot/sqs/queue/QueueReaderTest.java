package dev.ondes.spot.sqs.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.spot.tell.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueReaderTest {
    private static final Verdict DONE = new Verdict.Done("done");

    private final FakeQueue queue = new FakeQueue();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private QueueReader reader;

    @AfterEach
    void stop() {
        gate.countDown();
        reader.stop(Duration.ofSeconds(5));
    }

    @Test
    void asksBySeveralReceiversAtOnceAndAgainAsSoonAsOneIsAnswered() {
        // Given
        queue.longPoll = Duration.ofHours(1);
        read(3, 500, (_, _) -> DONE);
        await().until(() -> queue.receives() == 3);

        // When
        queue.put("m");

        // Then each was answered, and asks again
        await().until(() -> queue.receives() == 6);
    }

    @Test
    void deletesInBatchesWhatIsDone() {
        queue.put(IntStream.range(0, 40).mapToObj(i -> "m" + i).toArray(String[]::new));

        read(2, 500, (message, _) -> DONE);

        await().untilAsserted(() -> assertThat(queue.size()).isZero());
        assertThat(queue.deletions()).hasSizeLessThan(20).contains(10);
    }

    @Test
    void deletesNothingBeforeItIsDone() throws InterruptedException {
        queue.put("m");
        var begun = new CountDownLatch(1);

        read(1, 500, (_, _) -> {
            begun.countDown();
            gate.await();
            return DONE;
        });

        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.size()).isEqualTo(1);
        gate.countDown();
        await().untilAsserted(() -> assertThat(queue.size()).isZero());
    }

    @Test
    void oneThatTakesItsTimeDoesNotHoldUpTheOthers() {
        queue.put("slow", "a", "b", "c");

        read(1, 500, (message, _) -> {
            if (message.body().equals("slow")) {
                gate.await();
            }
            seen.add(message.body());
            return DONE;
        });

        await().untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrder("a", "b", "c"));
    }

    @Test
    void goesOnAfterAnyNumberOfErrors() {
        queue.away(true);
        read(1, 500, (message, _) -> {
            seen.add(message.body());
            return DONE;
        });
        await().untilAsserted(() -> assertThat(meters.counter("ondes.spot.errors", "source", "sqs", "what", "receive")
                        .count())
                .isGreaterThanOrEqualTo(2));

        queue.put("m");
        queue.away(false);

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(seen).containsExactly("m"));
    }

    @Test
    void tellsHowLongTheQueueHasBeenSilent() {
        queue.away(true);
        read(1, 500, (_, _) -> DONE);

        await().untilAsserted(() -> assertThat(meters.get("ondes.spot.sqs.last.success.age.seconds")
                        .gauge()
                        .value())
                .isGreaterThan(0.3));
    }

    @Test
    void keepsHiddenWhatIsWorkedOn() {
        queue.put("m");

        read(1, 500, (_, _) -> {
            gate.await();
            return DONE;
        });

        await().untilAsserted(() -> assertThat(queue.prolonged()).contains("m"));
    }

    @Test
    void whoWaitsAsideDoesNotHoldUpOthers() {
        queue.put(IntStream.range(0, 30).mapToObj(i -> "wait" + i).toArray(String[]::new));
        read(1, 10, (message, patience) -> {
            seen.add(message.body());
            if (message.body().startsWith("wait")) {
                assertThat(patience.waitAside()).isTrue();
                gate.await();
            }
            return DONE;
        });
        await().untilAsserted(() -> assertThat(seen).hasSize(30));

        queue.put("m");

        await().untilAsserted(() -> assertThat(seen).contains("m"));
    }

    @Test
    void triesToDeleteAgain() {
        queue.refuseDeletions(2);
        queue.put("m");

        read(1, 500, (_, _) -> DONE);

        await().untilAsserted(() -> assertThat(queue.size()).isZero());
    }

    @Test
    void givesUpWhatFailsEveryTimeAndNothingElse() {
        queue.put("poison", "m");
        read(1, 500, (message, _) -> {
            seen.add(message.body());
            return message.body().equals("poison") ? new Verdict.Again(Duration.ZERO, "poison") : DONE;
        });

        await().untilAsserted(() -> assertThat(queue.size()).isZero());

        assertThat(seen).filteredOn("poison"::equals).hasSize(4);
        assertThat(meters.counter("ondes.spot.sqs.messages.ended", "result", "given-up")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void showsToOthersAtOnceWhatItDidNotFinishWhenItStops() throws InterruptedException {
        queue.put("m");
        var begun = new CountDownLatch(1);
        read(1, 500, (_, patience) -> {
            begun.countDown();
            patience.pause(Duration.ofHours(1));
            return DONE;
        });
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

        reader.stop(Duration.ofSeconds(5));

        assertThat(queue.visible()).isEqualTo(1);
    }

    @Test
    void showsToOthersAtOnceWhatTheQueuesLastAnswerBrings() {
        // Given
        queue.longPoll = Duration.ofHours(1);
        // Of its handler it comes back too, where the answer is sooner than the end of the reader's work.
        read(1, 500, (_, _) -> new Verdict.Again(Duration.ZERO, "not now"));
        await().until(() -> queue.receives() == 1);
        queue.putOnItsWay("m");

        // When
        reader.stop(Duration.ofSeconds(5));

        // Then
        assertThat(queue.visible()).isEqualTo(1);
    }

    private void read(int receivers, int places, Handler handler) {
        Clock clock = Clock.systemUTC();
        reader = new QueueReader(
                queue,
                handler,
                new QueueSettings(receivers, Duration.ofMillis(400), places, 100, 4),
                new QueueMeters(meters, new Meters(meters, clock), clock),
                clock);
        reader.start();
    }
}
