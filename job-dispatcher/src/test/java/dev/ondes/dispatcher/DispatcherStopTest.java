package dev.ondes.dispatcher;

import static dev.ondes.dispatcher.testing.FakeGitLab.job;
import static dev.ondes.dispatcher.testing.FakeGitLab.none;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.dispatcher.capacity.Permits;
import dev.ondes.dispatcher.capacity.UnseenJobs;
import dev.ondes.dispatcher.handover.Arrivals;
import dev.ondes.dispatcher.handover.HandOver;
import dev.ondes.dispatcher.handover.Spool;
import dev.ondes.dispatcher.hooks.Outbox;
import dev.ondes.dispatcher.intake.AskingLoop;
import dev.ondes.dispatcher.intake.Bells;
import dev.ondes.dispatcher.intake.LoopState.Phase;
import dev.ondes.dispatcher.intake.Pace;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.telemetry.Meters;
import dev.ondes.dispatcher.testing.FakeEvents;
import dev.ondes.dispatcher.testing.FakeGitLab;
import dev.ondes.dispatcher.testing.Wiring;
import dev.ondes.gitlab.GitLabClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole dispatcher, without its web server, as it stops. */
class DispatcherStopTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final FakeGitLab gitlab = new FakeGitLab();
    private final FakeEvents events = new FakeEvents();

    @AfterEach
    void tearDown() {
        gitlab.close();
    }

    @Test
    void waitsForARequestThatGitLabHoldsAndHandsOverItsJob() throws Exception {
        var held = new CountDownLatch(1);
        gitlab.willAnswer(none("v1"), job(5).heldBy(held));
        try (var service = new Service(LONG, LONG)) {
            service.dispatcher.start();
            awaitAsks(2);

            var stopping = service.stops();
            Awaitility.await().atMost(SOON).until(service.stop::requested);
            assertThat(stopping).isNotDone();
            held.countDown();

            assertThat(stopping).succeedsWithin(SOON);
        }
        assertThat(events.taken(JobQueued.class)).extracting(JobQueued::jobId).containsExactly(5L);
        assertThat(gitlab.asked()).hasSize(2);
        assertThat(spooled()).isEmpty();
    }

    @Test
    void cutsARequestThatGitLabHoldsForTooLong() throws Exception {
        var held = new CountDownLatch(1);
        gitlab.willAnswer(none("v1"), none("v1").heldBy(held));
        try (var service = new Service(Duration.ZERO, LONG)) {
            service.dispatcher.start();
            awaitAsks(2);

            assertThat(service.stops()).succeedsWithin(SOON);

            assertThat(service.loop.state().phase()).isEqualTo(Phase.ENDED);
        } finally {
            held.countDown();
        }
    }

    @Test
    void givesBackAJobThatTheBrokerDoesNotTake() throws Exception {
        events.goDown();
        gitlab.willAnswer(job(5));
        try (var service = new Service(LONG, Duration.ZERO)) {
            service.dispatcher.start();
            Awaitility.await().atMost(SOON).until(service.handOver::stuck);

            assertThat(service.stops()).succeedsWithin(SOON);
        }
        assertThat(gitlab.reasonOf(5)).isEqualTo("runner_system_failure");
        assertThat(spooled()).isEmpty();
    }

    @Test
    void handsOverWhatAnEarlierProcessLeftBeforeItAsks() throws Exception {
        try (var earlier = Spool.open(folder, new EventCodec(), Wiring.keyRing("k1"))) {
            earlier.keep(Wiring.takenJob(3, Clock.systemUTC(), Wiring.keyRing("k1")));
        }
        try (var service = new Service(LONG, LONG)) {
            service.dispatcher.start();
            Awaitility.await().atMost(SOON).until(() -> events.taken(JobQueued.class), list -> list.size() == 1);

            assertThat(service.stops()).succeedsWithin(SOON);
        }
        assertThat(events.taken(JobQueued.class)).extracting(JobQueued::jobId).containsExactly(3L);
        assertThat(spooled()).isEmpty();
    }

    @Test
    void saysTheCancelsThatWebhooksHadToldBeforeTheStop() throws Exception {
        try (var service = new Service(LONG, LONG)) {
            service.dispatcher.start();
            service.cancelHints.offer(new JobCancelRequested(8, "canceled"));

            assertThat(service.stops()).succeedsWithin(SOON);
        }
        assertThat(events.taken(JobCancelRequested.class))
                .extracting(JobCancelRequested::jobId)
                .containsExactly(8L);
    }

    private void awaitAsks(int count) {
        Awaitility.await().atMost(SOON).until(() -> gitlab.asked().size() >= count);
    }

    private List<String> spooled() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock") && !name.equals("unseen"))
                    .toList();
        }
    }

    private final class Service implements AutoCloseable {
        private final Clock clock = Clock.systemUTC();
        private final Stop stop = new Stop(clock);
        private final Bells bells = new Bells(stop);
        private final GitLabClient client = gitlab.client();
        private final Outbox<JobCancelRequested> cancelHints;
        private final HandOver handOver;
        private final AskingLoop loop;
        private final Dispatcher dispatcher;

        Service(Duration pollPatience, Duration handOverPatience) throws IOException {
            var keyRing = Wiring.keyRing("k1");
            var meters = new Meters(new SimpleMeterRegistry());
            var permits = new Permits(clock, LONG, new UnseenJobs(folder.resolve("unseen")), bells::ring);
            permits.reported(
                    new CapacityReported(List.of(new ClassCapacity("small", 5, 0, 0, 5, List.of()))), clock.instant());
            var spool = Spool.open(folder, new EventCodec(), keyRing);
            var givingBack = Wiring.givingBack(client, stop::rest, events, stop, clock, meters);
            cancelHints = new Outbox<>("cancel-hints", 10, events, Wiring.factory(clock), meters::cancelDropped);
            handOver = new HandOver(new HandOver.Parts(
                    events,
                    spool,
                    Arrivals.UNHEARD,
                    client,
                    givingBack,
                    Wiring.failures(events, clock),
                    stop,
                    stop::rest,
                    clock,
                    meters,
                    LONG,
                    handOverPatience));
            var tools = Wiring.tools(permits, handOver, givingBack, events, stop, () -> {}, meters, clock);
            var runner = Wiring.runner("glrt-small", client);
            loop = new AskingLoop(runner, tools, bells.of("small"), new Pace.Rhythm(LONG, LONG));
            dispatcher = new Dispatcher(new Dispatcher.Parts(
                    List.of(loop),
                    Optional.empty(),
                    spool,
                    handOver,
                    givingBack,
                    permits,
                    List.of(cancelHints),
                    bells,
                    stop,
                    pollPatience,
                    handOverPatience));
        }

        CompletableFuture<Void> stops() {
            var done = new CompletableFuture<Void>();
            Thread.ofVirtual().start(() -> {
                try {
                    dispatcher.stop();
                    done.complete(null);
                } catch (InterruptedException e) {
                    done.completeExceptionally(e);
                }
            });
            return done;
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
