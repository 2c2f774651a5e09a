package dev.ondes.dispatcher.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.LogFence;
import dev.ondes.dispatcher.testing.FakeEvents;
import dev.ondes.dispatcher.testing.FakeGitLab;
import dev.ondes.dispatcher.testing.Wiring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandOverTest {
    @TempDir
    Path folder;

    private final FakeEvents events = new FakeEvents();
    private final FakeGitLab gitlab = new FakeGitLab();
    private HandOverFixture given;

    @BeforeEach
    void setUp() throws IOException {
        given = new HandOverFixture(folder, new RealDisk(), events, gitlab);
    }

    @AfterEach
    void tearDown() {
        given.close();
        gitlab.close();
    }

    @Test
    void publishesAndForgets() {
        TakenJob job = given.job(41);

        HandOverEnd end = given.handOver.begin(job);

        assertThat(end).isEqualTo(HandOverEnd.HANDED_OVER);
        assertThat(events.taken().getFirst()).isEqualTo(job.event());
        assertThat(spooled()).isEmpty();
        assertThat(gitlab.updates()).isEmpty();
    }

    @Test
    void keepsTheJobOnDiskBeforeItIsPublished() {
        events.onPublish(event -> assertThat(spooled()).containsExactly("41.json"));

        assertThat(given.handOver.begin(given.job(41))).isEqualTo(HandOverEnd.HANDED_OVER);
    }

    @Test
    void publishesTheSameEventUntilTheBrokerIsBack() {
        TakenJob job = given.job(41);
        events.goDown();
        given.onRest(time -> {
            assertThat(given.handOver.stuck()).isTrue();
            if (given.rests.size() == 20) {
                events.comeBack();
            }
        });

        HandOverEnd end = given.handOver.begin(job);

        assertThat(end).isEqualTo(HandOverEnd.HANDED_OVER);
        assertThat(events.taken().getFirst().id()).isEqualTo(job.event().id());
        assertThat(given.rests.subList(0, 6))
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 10000L);
        assertThat(given.handOver.stuck()).isFalse();
    }

    @Test
    void keepsTheJobAliveAtGitLabMeanwhile() {
        events.goDown();
        Instant begun = given.clock.instant();
        given.onRest(time -> {
            if (given.clock.instant().isAfter(begun.plusSeconds(125))) {
                events.comeBack();
            }
        });

        given.handOver.begin(given.job(41));

        assertThat(gitlab.updates())
                .hasSizeBetween(3, 4)
                .allMatch(update -> update.path("state").asText().equals("running"));
    }

    @Test
    void dropsAJobThatGitLabNoLongerRuns() {
        events.goDown();
        TakenJob job = given.job(41);
        gitlab.setStatus(41, "canceled");

        HandOverEnd end = given.handOver.begin(job);

        assertThat(end).isEqualTo(HandOverEnd.GONE);
        assertThat(events.taken()).isEmpty();
        assertThat(spooled()).isEmpty();
    }

    @Test
    void endsAJobThatIsBeingCanceled() {
        events.goDown();
        TakenJob job = given.job(41);
        gitlab.setStatus(41, "canceling");

        HandOverEnd end = given.handOver.begin(job);

        assertThat(end).isEqualTo(HandOverEnd.GIVEN_BACK);
        assertThat(gitlab.statusOf(41)).isEqualTo("canceled");
        assertThat(spooled()).isEmpty();
    }

    @Test
    void givesTheJobBackWhenTheServiceMustStopWithoutABroker() {
        events.goDown();
        TakenJob job = given.job(41);
        given.stop.request();

        HandOverEnd end = given.handOver.begin(job);

        assertThat(end).isEqualTo(HandOverEnd.GIVEN_BACK);
        assertThat(gitlab.reasonOf(41)).isEqualTo("runner_system_failure");
        assertThat(gitlab.logOf(41)).contains("The job could not be handed over inside Ondes");
        assertThat(spooled()).isEmpty();
        assertThat(given.clock.instant())
                .isAfterOrEqualTo(job.event().data().takenAt().plus(HandOverFixture.STOP_PATIENCE));
    }

    @Test
    void keepsThePodsGateShutOnceAJobIsGivenBack() {
        events.goDown();
        TakenJob job = given.job(41);
        given.stop.request();

        given.handOver.begin(job);

        int size = gitlab.logOf(41).getBytes(StandardCharsets.UTF_8).length;
        assertThat(LogFence.read(0, size)).isEqualTo(LogFence.TAKEN_OVER);
    }

    @Test
    void letsAJobGoOnWhosePublishHadArrivedAfterAll() {
        events.goDown();
        TakenJob job = given.job(41);
        given.stop.request();
        given.onRest(time -> {
            if (gitlab.logOf(41).isEmpty()) {
                gitlab.writeLog(41, "Running on node-1\n");
            }
        });

        HandOverEnd end = given.handOver.begin(job);

        assertThat(end).isEqualTo(HandOverEnd.HANDED_OVER);
        assertThat(gitlab.statusOf(41)).isEqualTo("running");
        assertThat(gitlab.logOf(41)).isEqualTo("Running on node-1\n");
        assertThat(spooled()).isEmpty();
    }

    @Test
    void leavesTheJobInTheSpoolWhenNeitherBrokerNorGitLabAnswers() {
        events.goDown();
        gitlab.goDown();
        TakenJob job = given.job(41);
        given.stop.request();

        HandOverEnd end = given.handOver.begin(job);

        assertThat(end).isEqualTo(HandOverEnd.LEFT_IN_SPOOL);
        assertThat(spooled()).containsExactly("41.back");
    }

    @Test
    void theNextProcessEndsAGiveBackWhoseLineIsInTheLogAlready() throws IOException {
        events.goDown();

        HandOverEnd end = theNextProcessResumesAGiveBackThatHasItsLineOnly();

        assertThat(end).isEqualTo(HandOverEnd.GIVEN_BACK);
        assertThat(gitlab.reasonOf(41)).isEqualTo("runner_system_failure");
        assertThat(gitlab.logOf(41)).containsOnlyOnce("could not be handed over");
    }

    @Test
    void theNextProcessGivesBackWhatThisOneCouldNot() throws IOException {
        events.goDown();
        TakenJob job = given.job(41);
        gitlab.goDown();
        given.stop.request();
        given.handOver.begin(job);
        given.close();

        given = new HandOverFixture(folder, new RealDisk(), events, gitlab);
        gitlab.comeBack();
        events.comeBack();
        HandOverEnd end = given.handOver.resume(given.spool.left().jobs().getFirst());

        assertThat(end).isEqualTo(HandOverEnd.GIVEN_BACK);
        assertThat(gitlab.reasonOf(41)).isEqualTo("runner_system_failure");
        assertThat(events.taken(JobQueued.class)).isEmpty();
        assertThat(spooled()).isEmpty();
    }

    @Test
    void knowsItsLineWhateverReasonItGave() {
        TakenJob job = given.job(41);
        gitlab.writeLog(41, new String(GiveBack.line(EndReason.CANCELED, job.payloadBytes()), StandardCharsets.UTF_8));

        HandOverEnd end = given.handOver.resume(new Spool.LeftJob(job, true));

        assertThat(end).isEqualTo(HandOverEnd.GIVEN_BACK);
        assertThat(gitlab.statusOf(41)).isEqualTo("failed");
    }

    @Test
    void givesBackAtOnceWhatTheBrokerTakesNoMessageForAndBlamesNobodysJob() {
        events.takeAtMost(1_000);

        HandOverEnd end = given.handOver.begin(given.job(41));

        assertThat(end).isEqualTo(HandOverEnd.GIVEN_BACK);
        assertThat(given.rests).isEmpty();
        assertThat(gitlab.reasonOf(41)).isEqualTo("runner_system_failure");
        assertThat(gitlab.logOf(41))
                .contains("The message broker of this installation takes no message of the job's size");
        int size = FakeGitLab.payload(41).length();
        assertThat(events.taken(SystemFailure.class)).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo("broker-limit-too-low");
            assertThat(failure.about()).isEqualTo("41");
            assertThat(failure.message()).contains("max_message_size").contains(size + " bytes");
        });
        assertThat(spooled()).isEmpty();
    }

    @Test
    void theNextProcessKnowsTheLineAboutAJobThatIsTooLargeForTheBroker() throws IOException {
        events.takeAtMost(500);

        HandOverEnd end = theNextProcessResumesAGiveBackThatHasItsLineOnly();

        assertThat(end).isEqualTo(HandOverEnd.GIVEN_BACK);
        assertThat(gitlab.statusOf(41)).isEqualTo("failed");
        assertThat(gitlab.reasonOf(41)).isEqualTo(EndReason.BROKER_LIMIT_TOO_LOW.gitlabReason(List.of()));
        assertThat(gitlab.logOf(41)).containsOnlyOnce("takes no message of the job's size");
    }

    @Test
    void whatGitLabDoesNotTakeBackNowStaysInTheSpoolUntilItDoes() throws InterruptedException {
        // Given
        events.takeAtMost(1_000);
        gitlab.takeNoState();
        TakenJob job = given.job(41);
        var goesOn = new CountDownLatch(1);
        given.onRest(_ -> {
            if (given.givingBack.aside() > 0) {
                awaitUninterruptibly(goesOn);
            }
        });

        // When
        HandOverEnd end = given.handOver.begin(job);

        // Then
        assertThat(end).isEqualTo(HandOverEnd.SET_ASIDE);
        assertThat(spooled()).containsExactly("41.back");

        // When
        gitlab.comeBack();
        goesOn.countDown();
        given.givingBack.stop(Duration.ofSeconds(30));

        // Then
        assertThat(gitlab.reasonOf(41)).isEqualTo("runner_system_failure");
        assertThat(spooled()).isEmpty();
    }

    @Test
    void whatGitLabNeverTakesBackIsSaidAfterAnHourAndTriedAgainAtTheNextStart() throws InterruptedException {
        // Given
        events.takeAtMost(1_000);
        gitlab.takeNoState();

        // When
        given.handOver.begin(given.job(41));
        given.givingBack.stop(Duration.ofSeconds(30));

        // Then
        assertThat(events.taken(SystemFailure.class))
                .extracting(SystemFailure::kind)
                .containsExactlyInAnyOrder("broker-limit-too-low", "give-back-failed");
        assertThat(given.clock.instant()).isAfter(Wiring.START.plus(Duration.ofHours(1)));
        assertThat(spooled()).containsExactly("41.back");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void handsOverEvenWhenTheSpoolCannotBeWritten() throws IOException {
        given.close();
        given = new HandOverFixture(folder, new FullDisk(), events, gitlab);

        HandOverEnd end = given.handOver.begin(given.job(41));

        assertThat(end).isEqualTo(HandOverEnd.HANDED_OVER);
        assertThat(events.taken(JobQueued.class)).hasSize(1);
    }

    private HandOverEnd theNextProcessResumesAGiveBackThatHasItsLineOnly() throws IOException {
        TakenJob job = given.job(41);
        gitlab.takeNoState();
        given.stop.request();
        given.handOver.begin(job);
        given.close();
        given = new HandOverFixture(folder, new RealDisk(), events, gitlab);
        gitlab.comeBack();
        return given.handOver.resume(given.spool.left().jobs().getFirst());
    }

    private List<String> spooled() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class FullDisk implements Disk {
        @Override
        public void write(Path file, byte[] content) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void delete(Path file) {}
    }
}
