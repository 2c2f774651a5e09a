package dev.ondes.dispatcher.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobObserved;
import dev.ondes.dispatcher.testing.FakeEvents;
import dev.ondes.dispatcher.testing.Wiring;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class ObservationsTest {
    private final FakeEvents events = new FakeEvents();
    private final AtomicInteger dropped = new AtomicInteger();
    private final Outbox<JobObserved> outbox = new Outbox<>(
            "observed",
            4,
            events,
            Wiring.factory(MutableClock.of(Wiring.START, ZoneOffset.UTC)),
            dropped::incrementAndGet);
    private final Observations observations = new Observations(outbox, 2);

    @Test
    void isDoneWhenTheBrokerHasWhatItTold() throws Exception {
        var publishing = new CountDownLatch(1);
        var confirmed = new CompletableFuture<Void>();
        events.onPublish(event -> {
            publishing.countDown();
            confirmed.join();
        });
        outbox.start();

        var first = observations.heard(List.of(job(1, "pending")));
        publishing.await();
        var repeated = observations.heard(List.of(job(1, "pending")));

        assertThat(first).isNotDone();
        assertThat(repeated).as("it is not said yet either").isNotDone();
        confirmed.complete(null);
        assertThat(CompletableFuture.allOf(first, repeated)).succeedsWithin(Duration.ofSeconds(20));
        assertThat(said()).containsExactly("1 pending");
    }

    @Test
    void isDoneWithWhatIsDropped() {
        var heard = observations.heard(
                List.of(job(1, "pending"), job(2, "pending"), job(3, "pending"), job(4, "pending"), job(5, "pending")));
        assertThat(heard).isNotDone();
        events.goDown();

        outbox.start();

        assertThat(heard).succeedsWithin(Duration.ofSeconds(20));
        assertThat(dropped).hasValue(5);
    }

    private static JobObserved job(long id, String status) {
        return new JobObserved(
                id, "test", "group/project", status, null, null, null, null, null, null, null, null, null);
    }

    /** All that the outbox, which was started, has said in the end. */
    private List<String> said() throws InterruptedException {
        outbox.stop(Duration.ofSeconds(20));
        return events.taken(JobObserved.class).stream()
                .map(job -> job.jobId() + " " + job.status())
                .toList();
    }

    @Test
    void saysEachStandingOnce() throws Exception {
        outbox.start();
        observations.heard(List.of(job(1, "pending"), job(2, "created")));
        observations.heard(List.of(job(1, "pending"), job(2, "pending")));

        assertThat(said()).containsExactly("1 pending", "2 created", "2 pending");
    }

    @Test
    void saysAStandingThatComesBack() throws Exception {
        outbox.start();
        observations.heard(List.of(job(1, "pending")));
        observations.heard(List.of(job(1, "running")));
        observations.heard(List.of(job(1, "pending")));

        assertThat(said()).containsExactly("1 pending", "1 running", "1 pending");
    }

    @Test
    void remembersSoManyJobsAndNoMore() throws Exception {
        outbox.start();
        observations.heard(List.of(job(1, "pending"), job(2, "pending"), job(3, "pending")));

        observations.heard(List.of(job(3, "pending"), job(1, "pending")));

        assertThat(said()).containsExactly("1 pending", "2 pending", "3 pending", "1 pending");
    }

    @Test
    void whatFoundNoPlaceIsSaidByTheNextWebhookThatTellsIt() throws Exception {
        observations.heard(
                List.of(job(1, "pending"), job(2, "pending"), job(3, "pending"), job(4, "pending"), job(5, "pending")));
        assertThat(dropped).hasValue(1);
        outbox.start();
        Awaitility.await().until(() -> events.taken(JobObserved.class).size() == 4);

        observations.heard(List.of(job(5, "pending")));

        assertThat(said()).endsWith("5 pending");
    }

    @Test
    void whatTheBrokerDidNotTakeIsSaidByTheNextWebhookThatTellsIt() throws Exception {
        outbox.start();
        events.goDown();
        observations.heard(List.of(job(1, "pending")));
        Awaitility.await().until(() -> dropped.get() == 1);
        events.comeBack();

        // Counted, and then forgotten.
        Awaitility.await().until(() -> {
            observations.heard(List.of(job(1, "pending")));
            return !events.taken(JobObserved.class).isEmpty();
        });

        assertThat(said()).containsExactly("1 pending");
    }

    @Test
    void dropsAndCountsWhatTheBrokerDoesNotTake() throws Exception {
        outbox.start();
        events.goDown();

        observations.heard(List.of(job(1, "pending")));

        assertThat(said()).isEmpty();
        assertThat(dropped).hasValue(1);
    }
}
