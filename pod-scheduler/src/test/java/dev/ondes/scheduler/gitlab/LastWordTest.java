package dev.ondes.scheduler.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.scheduler.world.FakeGitLab;
import dev.ondes.scheduler.world.Steps;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastWordTest {
    private final FakeGitLab gitlab = new FakeGitLab(new Steps());
    private final JobAtGitLab job =
            gitlab.job(URI.create("https://gitlab.test"), JobCredentials.of(1, FakeGitLab.TOKEN));

    @Test
    void writesTheReasonOnceHoweverOftenItIsTold() {
        gitlab.take(0, "abcd".getBytes(StandardCharsets.UTF_8));
        Fence.lastLine(job, 0, 0, Ending.of(EndReason.NODE_LOST, "node-1").line());

        LastWord.tell(job, 0, List.of(), Ending.of(EndReason.NODE_LOST, "node-1"));

        assertThat(gitlab.log().split("node-1", -1)).hasSize(2);
        assertThat(gitlab.size() % 4).isEqualTo(3);
        assertThat(gitlab.ends()).containsExactly("runner_system_failure");
    }

    @ParameterizedTest(name = "GitLab has {0}, we know {1}: {2}")
    @CsvSource({
        "CANCELED, OUT_OF_MEMORY, CANCELED",
        "SUCCESS, AGENT_LOST, SCRIPT_SUCCEEDED",
        "FAILED, OUT_OF_MEMORY, OUT_OF_MEMORY",
        "UNKNOWN, NODE_LOST, JOB_GONE"
    })
    void takesTheEndThatGitLabHas(RemoteStatus status, EndReason ours, EndReason end) {
        gitlab.become(status);

        assertThat(LastWord.tell(job, 0, List.of(), Ending.of(ours, null)).reason())
                .isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "IMAGE_NOT_FOUND, true, runner_configuration_error",
        "IMAGE_NOT_FOUND, false, script_failure",
        "IMAGE_PULL_FAILED, false, runner_system_failure",
        "NODE_LOST, false, runner_system_failure"
    })
    void saysOnlyWhatThisGitLabKnows(EndReason reason, boolean known, String word) {
        List<String> listed = known ? List.of(reason.gitlabReason()) : List.of();

        assertThat(reason.gitlabReason(listed)).isEqualTo(word);
    }
}
