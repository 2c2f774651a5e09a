package dev.ondes.scheduler.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.pod.LogFence;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.scheduler.world.FakeGitLab;
import dev.ondes.scheduler.world.Steps;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTest {
    private static final Fence.Lines UNASKED = new Fence.Lines("over", null);
    private static final Fence.Lines AGAIN = new Fence.Lines("over", "once more");

    private final FakeGitLab gitlab = new FakeGitLab(new Steps());
    private final JobAtGitLab job =
            gitlab.job(URI.create("https://gitlab.test"), JobCredentials.of(1, FakeGitLab.TOKEN));

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 400})
    void takesOverFromAnAttemptThatPrepares(int size) {
        log(size);

        var answer = Fence.takeOver(job, 0, UNASKED);

        assertThat(answer).isEqualTo(new Fence.TakeOver.Taken(gitlab.size()));
        assertThat(LogFence.read(0, gitlab.size())).isEqualTo(LogFence.TAKEN_OVER);
        assertThat(gitlab.log()).contains("over");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 401, LogFence.CHUNK})
    void refusesWhereTheScriptMayHaveBegun(int size) {
        log(size);

        assertThat(Fence.takeOver(job, 0, UNASKED)).isEqualTo(new Fence.TakeOver.Begun());
        assertThat(gitlab.size()).isEqualTo(size);
    }

    @Test
    void findsWhatAnEarlierSelfHasTaken() {
        log(6);

        assertThat(Fence.takeOver(job, 0, UNASKED)).isEqualTo(new Fence.TakeOver.Taken(6));
        assertThat(gitlab.log()).doesNotContain("over");
    }

    @Test
    void countsFromWhereTheAttemptBegan() {
        log(7);

        assertThat(Fence.takeOver(job, 3, UNASKED)).isInstanceOf(Fence.TakeOver.Taken.class);
        assertThat(LogFence.read(3, gitlab.size())).isEqualTo(LogFence.TAKEN_OVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCELED", "FAILED", "CANCELING"})
    void doesNotRunAgainWhatGitLabNoLongerWants(String status) {
        gitlab.become(RemoteStatus.valueOf(status));

        assertThat(Fence.takeOver(job, 0, UNASKED)).isEqualTo(new Fence.TakeOver.Over());
        assertThat(gitlab.log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 401})
    void takesOverFromAScriptThatRanWhereItMayRunAgain(int size) {
        log(size);

        var answer = Fence.takeOver(job, 0, AGAIN);

        assertThat(answer).isEqualTo(new Fence.TakeOver.Taken(gitlab.size()));
        assertThat(LogFence.read(0, gitlab.size())).isEqualTo(LogFence.TAKEN_OVER);
        assertThat(gitlab.log()).contains("once more").doesNotContain("over");
    }

    @Test
    void saysThatTheScriptHadNotBegunWhereItHadNotThoughItMightRunAgain() {
        log(8);

        Fence.takeOver(job, 0, AGAIN);

        assertThat(gitlab.log()).contains("over").doesNotContain("once more");
    }

    @Test
    void findsWhatAnEarlierSelfHasTakenFromAScriptThatRan() {
        log(1);
        Fence.takeOver(job, 0, AGAIN);
        long size = gitlab.size();

        assertThat(Fence.takeOver(job, 0, AGAIN)).isEqualTo(new Fence.TakeOver.Taken(size));
        assertThat(gitlab.size()).isEqualTo(size);
    }

    @Test
    void doesNotTakeUpWhatPodSchedulerHasEndedThoughItMightRunAgain() {
        log(3);

        assertThat(Fence.takeOver(job, 0, AGAIN)).isEqualTo(new Fence.TakeOver.Begun());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCESS", "CANCELED", "FAILED"})
    void anEndThatGitLabKnowsCountsThoughTheScriptMightRunAgain(String status) {
        log(1);
        gitlab.become(RemoteStatus.valueOf(status));

        assertThat(Fence.takeOver(job, 0, AGAIN)).isEqualTo(new Fence.TakeOver.Over());
        assertThat(gitlab.size()).isEqualTo(1);
    }

    private void log(int size) {
        gitlab.take(0, "x".repeat(size).getBytes(StandardCharsets.UTF_8));
    }
}
