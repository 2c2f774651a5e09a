package dev.ondes.dispatcher.intake;

import static dev.ondes.dispatcher.testing.FakeGitLab.html;
import static dev.ondes.dispatcher.testing.FakeGitLab.job;
import static dev.ondes.dispatcher.testing.FakeGitLab.largeJob;
import static dev.ondes.dispatcher.testing.FakeGitLab.malformedJob;
import static dev.ondes.dispatcher.testing.FakeGitLab.none;
import static dev.ondes.dispatcher.testing.FakeGitLab.plainText;
import static dev.ondes.dispatcher.testing.FakeGitLab.status;
import static dev.ondes.dispatcher.testing.FakeGitLab.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.dispatcher.capacity.Permits;
import dev.ondes.dispatcher.capacity.UnseenJobs;
import dev.ondes.dispatcher.handover.Arrivals;
import dev.ondes.dispatcher.handover.GiveBack;
import dev.ondes.dispatcher.handover.GivingBack;
import dev.ondes.dispatcher.handover.HandOver;
import dev.ondes.dispatcher.handover.Spool;
import dev.ondes.dispatcher.intake.LoopState.Phase;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.telemetry.Meters;
import dev.ondes.dispatcher.testing.FakeEvents;
import dev.ondes.dispatcher.testing.FakeGitLab;
import dev.ondes.dispatcher.testing.Wiring;
import dev.ondes.gitlab.GitLabClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;

/** One loop against a GitLab over HTTP; its rests take no time, and it stops when GitLab was asked once too often. */
class AskingLoopTest {
    private static final Duration CHECK = Duration.ofSeconds(3);
    private static final Duration REFUSED = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final MutableClock clock = MutableClock.of(Wiring.START, ZoneOffset.UTC);
    private final FakeGitLab gitlab = new FakeGitLab();
    private final GitLabClient client = gitlab.client();
    private final FakeEvents events = new FakeEvents();
    private final Stop stop = new Stop(clock);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> rests = new ArrayList<>();
    private int answersLost;
    private Runnable whileResting = () -> {};
    private Permits permits;
    private Spool spool;
    private AskingLoop loop;
    private GivingBack givingBack;
    /** Ends the rests of jobs that are given back aside. */
    private final CountDownLatch goesOnAside = new CountDownLatch(1);

    @BeforeEach
    void setUp() throws IOException {
        var keyRing = Wiring.keyRing("k1");
        var meters = new Meters(registry);
        permits = new Permits(clock, Duration.ofSeconds(15), new UnseenJobs(folder.resolve("unseen")), name -> {});
        spool = Spool.open(folder, new EventCodec(), keyRing);
        givingBack = new GivingBack(new GivingBack.Parts(
                new GiveBack(client, clock::add), Wiring.failures(events, clock), stop, this::aside, clock, meters));
        var handOver = new HandOver(new HandOver.Parts(
                events,
                spool,
                Arrivals.UNHEARD,
                client,
                givingBack,
                Wiring.failures(events, clock),
                stop,
                clock::add,
                clock,
                meters,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10)));
        var tools = Wiring.tools(permits, handOver, givingBack, events, stop, () -> answersLost++, meters, clock);
        var runner = Wiring.runner("glrt-secret-of-small", client);
        loop = new AskingLoop(runner, tools, new NotedRests(), new Pace.Rhythm(CHECK, REFUSED));
        gitlab.whenExhausted(stop::request);
        report(5);
    }

    @AfterEach
    void tearDown() {
        goesOnAside.countDown();
        spool.close();
        client.close();
        gitlab.close();
    }

    @Test
    void takesSeveralJobsInARowWithoutAPause() {
        gitlab.willAnswer(job(1), job(2), job(3));

        loop.run();

        assertThat(queued()).containsExactly(1L, 2L, 3L);
        assertThat(rests).isEmpty();
    }

    @Test
    void asksOnlyAsOftenAsThereIsRoom() {
        report(2);
        gitlab.willAnswer(job(1), job(2), job(3));
        whileResting = stop::request;

        loop.run();

        assertThat(queued()).containsExactly(1L, 2L);
        assertThat(gitlab.asked()).hasSize(2);
        assertThat(rests).containsExactly("listen PT1M");
    }

    @Test
    void doesNotAskOnAReportThatIsTooOld() {
        clock.add(Duration.ofSeconds(16));
        whileResting = stop::request;

        loop.run();

        assertThat(gitlab.asked()).isEmpty();
    }

    @Test
    void asksAgainWhenTheSchedulerReportsRoom() {
        report(0);
        gitlab.willAnswer(job(1));
        whileResting = () -> report(1);

        loop.run();

        assertThat(queued()).contains(1L);
    }

    @Test
    void sendsTokenSystemIdFeaturesAndTheNewestMark() {
        gitlab.willAnswer(none("v1"), none("v2"), none("v2"));

        loop.run();

        assertThat(gitlab.asked())
                .extracting(body -> body.path("last_update").asText("none"))
                .containsExactly("none", "v1", "v2", "v2");
        JsonNode first = gitlab.asked().getFirst();
        assertThat(first.path("token").asText()).isEqualTo("glrt-secret-of-small");
        assertThat(first.path("system_id").asText()).isEqualTo("r_abcdefghijkl");
        assertThat(first.path("info").path("features").path("cancel_gracefully").asBoolean())
                .isTrue();
    }

    @Test
    void asksAtOnceWhenTheQueueHasChangedAndElseAfterTheInterval() {
        gitlab.willAnswer(none("v1"), none("v2"), none("v2"), status(409), job(9));

        loop.run();

        assertThat(rests).containsExactly("listen PT3S");
        assertThat(queued()).containsExactly(9L);
    }

    @Test
    void waitsAsLongAsGitLabSaysWhateverRings() {
        gitlab.willAnswer(throttled(60));
        whileResting = () -> report(5);

        loop.run();

        assertThat(rests).containsExactly("keep away PT1M");
    }

    @Test
    void asksARefusedRunnerSeldomAndSaysSo() {
        gitlab.willAnswer(status(403), status(403), status(403));
        whileResting = () -> report(5);

        loop.run();

        assertThat(rests).containsExactly("keep away PT3S", "keep away PT3S", "keep away PT5M");
        assertThat(asks("refused")).isEqualTo(3);
    }

    @Test
    void backsOffFromAGitLabThatIsDownAndGoesOnAfterwards() {
        gitlab.willAnswer(status(500), html(200), html(502), job(9));
        whileResting = () -> report(5);

        loop.run();

        assertThat(rests).hasSize(3).allMatch(rest -> rest.startsWith("keep away"));
        assertThat(asks("unavailable")).isEqualTo(3);
        assertThat(queued()).containsExactly(9L);
        assertThat(answersLost).as("answers that may have been a job").isEqualTo(3);
    }

    @Test
    void isNotRefusedByAProxyThatHasLostItsWayToGitLab() {
        gitlab.willAnswer(plainText(404), plainText(403), plainText(404), job(9));
        whileResting = () -> report(5);

        loop.run();

        assertThat(asks("unavailable")).isEqualTo(3);
        assertThat(asks("refused")).isZero();
        assertThat(queued()).containsExactly(9L);
    }

    @Test
    void verifiesTheRunnerBeforeItAsks() {
        gitlab.willVerify(status(403));
        gitlab.willAnswer(job(1));

        loop.run();

        assertThat(rests).containsExactly("keep away PT3S");
        assertThat(queued()).containsExactly(1L);
    }

    @Test
    void tellsWhenTheRunnersTokenExpires() {
        gitlab.willVerify(new FakeGitLab.Answer(
                200,
                Map.of(),
                "application/json",
                "{\"id\": 1, \"token_expires_at\": \"2026-12-01T10:00:00Z\"}",
                null));

        loop.run();

        assertThat(registry.get("ondes.dispatcher.token.expiry.timestamp")
                        .tag("class", "small")
                        .gauge()
                        .value())
                .isEqualTo(Instant.parse("2026-12-01T10:00:00Z").getEpochSecond());
    }

    @Test
    void saysNothingOfATokenThatLasts() {
        loop.run();

        assertThat(registry.find("ondes.dispatcher.token.expiry.timestamp").gauge())
                .isNull();
    }

    @Test
    void failsAMalformedJobAtGitLabAndSaysIt() {
        gitlab.willAnswer(malformedJob(66));

        loop.run();

        assertThat(gitlab.reasonOf(66)).isEqualTo("runner_system_failure");
        assertThat(gitlab.logOf(66)).contains("The job's payload can't be read");
        assertThat(events.taken(SystemFailure.class)).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo("payload-malformed");
            assertThat(failure.about()).isEqualTo("66");
            assertThat(failure.message()).contains("steps");
        });
        assertThat(queued()).isEmpty();
    }

    @Test
    void oneJobThatGitLabDoesNotTakeBackHoldsUpNoOther() throws InterruptedException {
        // Given
        gitlab.willAnswer(malformedJob(66), job(67));
        gitlab.takeNoState();

        // When
        loop.run();

        // Then
        assertThat(queued()).containsExactly(67L);
        assertThat(events.taken(SystemFailure.class)).hasSize(1);
        assertThat(givingBack.aside()).isEqualTo(1);

        // When
        gitlab.comeBack();
        goesOnAside.countDown();
        givingBack.stop(Duration.ofSeconds(30));

        // Then
        assertThat(gitlab.reasonOf(66)).isEqualTo("runner_system_failure");
        assertThat(givingBack.aside()).isZero();
    }

    private void aside(Duration time) throws InterruptedException {
        goesOnAside.await();
        clock.add(time);
    }

    @Test
    void failsAJobThatIsLargerThanAnyPodsSecretWithSizeAndLimitAndTakesTheNext() {
        gitlab.willAnswer(largeJob(66, "x", 13_000_000), job(67));

        loop.run();

        assertThat(gitlab.statusOf(66)).isEqualTo("failed");
        assertThat(gitlab.reasonOf(66)).isEqualTo("script_failure");
        assertThat(gitlab.logOf(66))
                .contains("The job's variables and scripts are larger than Ondes can carry: 13,000,")
                .contains(
                        " bytes of JSON, and at most 1,000,000 fit into the Secret of a pod; its script did not run.");
        assertThat(queued()).containsExactly(67L);
        assertThat(registry.get("ondes.dispatcher.jobs.returned")
                        .tags("class", "small", "reason", "payload-too-large", "result", "ended")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(permits.of("small")).isEqualTo(4);
        assertThat(spool.size()).isZero();
    }

    @Test
    void refusesAJobThatIsLargerThanASecretByLittle() {
        gitlab.willAnswer(largeJob(66, "x", 1_000_001));

        loop.run();

        assertThat(gitlab.statusOf(66)).isEqualTo("failed");
        assertThat(queued()).isEmpty();
    }

    @Test
    void handsOverWhatFitsIntoASecretOnceGitLabsEscapesAreUndone() {
        gitlab.willAnswer(largeJob(66, "\\u003c", 900_000));

        loop.run();

        assertThat(queued()).containsExactly(66L);
    }

    @Test
    void saysWhenNotEvenTheIdOfAMalformedJobCanBeRead() {
        gitlab.willAnswer(new FakeGitLab.Answer(201, Map.of(), "application/json", "{\"id\": 66}", null));

        loop.run();

        assertThat(events.taken(SystemFailure.class))
                .singleElement()
                .extracting(SystemFailure::about)
                .isEqualTo("small");
    }

    @Test
    void asksNoMoreWhileAJobCannotBeHandedOver() {
        events.goDown();
        gitlab.willAnswer(job(1), job(2));
        events.onPublish(event -> {
            if (clock.instant().isAfter(Wiring.START.plusSeconds(100))) {
                stop.request();
            }
        });

        loop.run();

        assertThat(gitlab.asked()).hasSize(1);
        assertThat(gitlab.reasonOf(1)).isEqualTo("runner_system_failure");
    }

    @Test
    void givesThePermitOfAJobBackThatWasNotHandedOver() {
        events.goDown();
        gitlab.willAnswer(job(1));
        stopAtTheFirstPublish();

        loop.run();
        report(5);

        assertThat(permits.of("small")).isEqualTo(5);
    }

    @Test
    void handsOverAJobThatComesAfterTheStop() {
        gitlab.willAnswer(job(1));
        gitlab.whenExhausted(() -> {});
        events.onPublish(event -> stop.request());

        loop.run();

        assertThat(queued()).containsExactly(1L);
        assertThat(loop.state().phase()).isEqualTo(Phase.ENDED);
    }

    private void stopAtTheFirstPublish() {
        events.onPublish(event -> stop.request());
    }

    /** It names what it has got. */
    private void report(int free) {
        clock.add(Duration.ofMillis(1));
        permits.reported(
                new CapacityReported(List.of(new ClassCapacity("small", 9, 9 - free, 0, free, queued()))),
                clock.instant());
    }

    private List<Long> queued() {
        return events.taken(JobQueued.class).stream().map(JobQueued::jobId).toList();
    }

    private double asks(String result) {
        return registry.counter("ondes.dispatcher.asks", "class", "small", "result", result)
                .count();
    }

    private final class NotedRests implements Rest {
        @Override
        public void untilRung(Duration atMost) {
            note("listen ", atMost);
        }

        @Override
        public void fully(Duration time) {
            note("keep away ", time);
        }

        private void note(String how, Duration time) {
            if (stop.requested()) {
                return;
            }
            if (rests.size() > 50) {
                throw new AssertionError("the loop rests for ever: " + rests);
            }
            rests.add(how + time);
            clock.add(time);
            whileResting.run();
        }

        @Override
        public boolean hush() {
            return false;
        }
    }
}
