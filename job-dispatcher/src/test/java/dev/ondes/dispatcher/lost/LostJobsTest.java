package dev.ondes.dispatcher.lost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.dispatcher.intake.Bell;
import dev.ondes.dispatcher.intake.Runner;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.testing.FakeEvents;
import dev.ondes.dispatcher.testing.FakeGitLab;
import dev.ondes.dispatcher.testing.Wiring;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.RunnerInfo;
import dev.ondes.gitlab.RunnerToken;
import dev.ondes.gitlab.Secret;
import dev.ondes.messaging.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;

class LostJobsTest {
    @TempDir
    Path folder;

    private final FakeGitLab gitlab = new FakeGitLab();
    private final GitLabClient client = gitlab.client();
    private final FakeEvents events = new FakeEvents();
    private final Stop stop = new Stop(MutableClock.of(Wiring.START, ZoneOffset.UTC));
    private GivenJobs given;
    private LostJobs lostJobs;

    @BeforeEach
    void firstStart() throws IOException {
        start();
        lostJobs.look();
    }

    @AfterEach
    void tearDown() {
        client.close();
        gitlab.close();
    }

    private void start() throws IOException {
        start(events);
    }

    private void start(Events says) throws IOException {
        start(says, runner("small", "glrt-1"));
    }

    private Runner runner(String jobClass, String token) {
        return new Runner(jobClass, RunnerToken.of(token), "r_123", RunnerInfo.ondes("1", ""), client);
    }

    private void start(Events says, Runner... runners) throws IOException {
        given = GivenJobs.open(folder.resolve("given"));
        lostJobs = new LostJobs(new LostJobs.Parts(
                List.of(runners),
                client,
                new Secret("glpat-1"),
                given,
                Rescues.open(folder.resolve("rescues")),
                Wiring.failures(says, MutableClock.of(Wiring.START, ZoneOffset.UTC)),
                stop,
                new Bell(stop),
                Wiring.meters()));
    }

    @Test
    void aJobWhoseAnswerNeverArrivedRunsAnewAfterTheSecondLook() {
        gitlab.setStatus(42, "running");

        assertThat(lostJobs.look()).as("another look is needed").isTrue();
        assertThat(gitlab.statusOf(42)).isEqualTo("running");
        assertThat(lostJobs.look()).isFalse();

        assertThat(gitlab.statusOf(42)).isEqualTo("canceled");
        assertThat(gitlab.statusOf(1042)).isEqualTo("pending");
        assertThat(events.taken(SystemFailure.class)).singleElement().satisfies(said -> {
            assertThat(said.kind()).isEqualTo("answer-lost");
            assertThat(said.about()).isEqualTo("42");
        });
    }

    @Test
    void aMistakeOfOursDoesNotEndTheSearch() throws IOException {
        start(_ -> {
            throw new IllegalStateException("a bug");
        });
        gitlab.setStatus(42, "running");
        lostJobs.look();

        assertThat(lostJobs.look()).as("another look is needed").isTrue();
    }

    @Test
    void aJobWhoseAnswerArrivesBetweenTheLooksIsLeftAlone() throws IOException {
        gitlab.setStatus(42, "running");

        lostJobs.look();
        given.add(42);

        assertThat(lostJobs.look()).isFalse();
        assertThat(gitlab.statusOf(42)).isEqualTo("running");
    }

    @Test
    void whatArrivedBeforeARestartIsKnownAfterIt() throws IOException {
        gitlab.setStatus(42, "running");
        gitlab.setStatus(43, "running");
        given.add(42);
        // The process dies while it writes a line.
        Files.writeString(folder.resolve("given"), "4", StandardOpenOption.APPEND);

        start();
        lostJobs.look();
        lostJobs.look();

        assertThat(gitlab.statusOf(42)).isEqualTo("running");
        assertThat(gitlab.statusOf(43)).isEqualTo("canceled");
    }

    @Test
    void theFirstStartInAFolderTakesWhatRunsForArrived() throws IOException {
        Files.delete(folder.resolve("given"));
        gitlab.setStatus(42, "running");

        start();
        lostJobs.look();
        lostJobs.look();

        assertThat(gitlab.statusOf(42)).isEqualTo("running");
    }

    @Test
    void aGitLabThatIsAwayIsAskedAgain() {
        gitlab.setStatus(42, "running");
        lostJobs.look();
        gitlab.goDown();
        assertThat(lostJobs.look()).as("another look is needed").isTrue();
        gitlab.comeBack();

        lostJobs.look();

        assertThat(gitlab.statusOf(42)).isEqualTo("canceled");
    }

    @Test
    void aJobThatWasCanceledRunsAnewThoughTheRetryFailedAtFirst() {
        gitlab.setStatus(42, "running");
        gitlab.takeNoRetry();
        lostJobs.look();
        assertThat(lostJobs.look()).as("another look is needed").isTrue();
        assertThat(gitlab.statusOf(42)).isEqualTo("canceled");
        assertThat(gitlab.knows(1042)).isFalse();

        gitlab.comeBack();

        assertThat(lostJobs.look()).isFalse();
        assertThat(gitlab.statusOf(1042)).isEqualTo("pending");
        assertThat(events.taken(SystemFailure.class))
                .singleElement()
                .extracting(SystemFailure::about)
                .isEqualTo("42");
    }

    @Test
    void aJobThatWasCanceledRunsAnewThoughTheProcessDied() throws IOException {
        gitlab.setStatus(42, "running");
        gitlab.takeNoRetry();
        lostJobs.look();
        lostJobs.look();
        gitlab.comeBack();

        start();
        lostJobs.look();

        assertThat(gitlab.statusOf(1042)).isEqualTo("pending");
    }

    /** Perhaps weeks later, when the token has its right: a job that was canceled on purpose must not run. */
    @Test
    void aJobThatWeMayNotCancelIsNotRunAnewAfterItsUserCanceledIt() throws IOException {
        gitlab.setStatus(42, "running");
        gitlab.ownerMayNot(true);
        lostJobs.look();
        assertThat(lostJobs.look()).isFalse();
        assertThat(folder.resolve("rescues")).isEmptyFile();

        gitlab.setStatus(42, "canceled");
        gitlab.ownerMayNot(false);
        lostJobs.look();
        lostJobs.look();

        assertThat(gitlab.knows(1042)).isFalse();
    }

    @Test
    void aJobThatWasDeletedMeanwhileIsGivenUp() throws IOException {
        gitlab.setStatus(42, "running");
        gitlab.takeNoRetry();
        lostJobs.look();
        lostJobs.look();
        gitlab.delete(42);

        assertThat(lostJobs.look()).isFalse();

        assertThat(folder.resolve("rescues")).isEmptyFile();
        assertThat(events.taken(SystemFailure.class))
                .singleElement()
                .extracting(SystemFailure::about)
                .isEqualTo("42");
    }

    @Test
    void aJobIsNotCanceledWhereThatCannotBeNoted() throws IOException {
        gitlab.setStatus(42, "running");
        lostJobs.look();
        Path inTheWay = Files.createDirectory(folder.resolve("rescues.tmp"));

        assertThat(lostJobs.look()).as("another look is needed").isTrue();
        assertThat(gitlab.statusOf(42)).isEqualTo("running");
        Files.delete(inTheWay);
        lostJobs.look();

        assertThat(gitlab.statusOf(1042)).isEqualTo("pending");
    }

    @Test
    void aClassWhoseRunnerIsRefusedHidesNoLostJobOfAnother() throws IOException {
        start(events, runner("revoked", "glrt-0"), runner("small", "glrt-1"));
        gitlab.setStatus(42, "running");

        gitlab.willVerify(FakeGitLab.status(403));
        lostJobs.look();
        gitlab.willVerify(FakeGitLab.status(403));
        lostJobs.look();

        assertThat(gitlab.statusOf(42)).isEqualTo("canceled");
    }

    @Test
    void theFirstStartInAFolderJudgesNoJobBeforeAllClassesHaveAnswered() throws IOException {
        // Given
        Files.delete(folder.resolve("given"));
        gitlab.setStatus(41, "running");
        start(events, runner("revoked", "glrt-0"), runner("small", "glrt-1"));
        gitlab.willVerify(FakeGitLab.status(403));
        lostJobs.look();
        gitlab.willVerify(FakeGitLab.status(403));
        lostJobs.look();

        // When
        gitlab.setStatus(42, "running");
        lostJobs.look();
        lostJobs.look();
        lostJobs.look();

        // Then
        assertThat(gitlab.statusOf(41)).isEqualTo("running");
        assertThat(gitlab.statusOf(42))
                .as("of the class that was refused before")
                .isEqualTo("running");
    }
}
