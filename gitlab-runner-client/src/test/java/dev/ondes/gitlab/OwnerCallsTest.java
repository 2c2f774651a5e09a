package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OwnerCallsTest extends AgainstFakeGitLab {
    private static final Secret TOKEN = new Secret("glpat-owner");
    private static final RunningJob JOB = new RunningJob(42, 7);

    @Test
    void listsTheJobsThatOneManagerOfARunnerHas() {
        gitlab.say(Answer.json(200, """
                [{"id": 42, "name": "compile", "status": "running", "project": {"id": 7, "path_with_namespace": "group/app"}},
                 {"id": 43, "name": "without a project"}]
                """));

        assertThat(client.runningJobs(TOKEN, 12, "s_a b")).isEqualTo(List.of(JOB));
        assertThat(gitlab.last().path()).isEqualTo("/api/v4/runners/12/jobs");
        assertThat(gitlab.last().query()).contains("status=running").contains("&system_id=s_a+b");
        assertThat(gitlab.last().header("PRIVATE-TOKEN")).isEqualTo(TOKEN.reveal());
    }

    @Test
    void listsJobsPageByPage() {
        String full = IntStream.rangeClosed(1, 100)
                .mapToObj(id -> "{\"id\": " + id + ", \"project\": {\"id\": 7}}")
                .collect(Collectors.joining(",", "[", "]"));
        gitlab.say(Answer.json(200, full), Answer.json(200, "[{\"id\": 101, \"project\": {\"id\": 7}}]"));

        assertThat(client.runningJobs(TOKEN, 12, "s_1")).hasSize(101);
        assertThat(gitlab.seen())
                .extracting(Seen::query)
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("&page=1"),
                        second -> assertThat(second).endsWith("&page=2"));
    }

    @Test
    void cancelsAJobAndRunsItAnew() {
        gitlab.say(Answer.json(201, "{\"status\": \"canceled\"}"), Answer.json(201, "{\"id\": 50}"));

        assertThat(client.cancel(TOKEN, JOB)).isTrue();
        assertThat(client.retry(TOKEN, JOB)).contains(50L);
        assertThat(gitlab.seen())
                .extracting(Seen::path)
                .containsExactly("/api/v4/projects/7/jobs/42/cancel", "/api/v4/projects/7/jobs/42/retry");
    }

    @Test
    void forcesTheCancelWhereGitLabWaitsForARunner() {
        gitlab.say(Answer.json(201, "{\"status\": \"canceling\"}"), Answer.json(201, "{\"status\": \"canceled\"}"));

        assertThat(client.cancel(TOKEN, JOB)).isTrue();
        assertThat(gitlab.last().path()).isEqualTo("/api/v4/projects/7/jobs/42/cancel");
        assertThat(gitlab.last().query()).isEqualTo("force=true");
    }

    @Test
    void doesNotCancelAJobThatHasEnded() {
        gitlab.say(Answer.json(201, "{\"status\": \"success\"}"));

        assertThat(client.cancel(TOKEN, JOB)).isFalse();
    }

    @Test
    void leavesAJobThatRunsAnewAlready() {
        gitlab.say(Answer.error(403, "403 Forbidden - Job is not retryable"));

        assertThat(client.retry(TOKEN, JOB)).isEmpty();
    }

    @Test
    void isRefusedToRunAJobAnewWithATokenThatMayNot() {
        gitlab.say(Answer.error(403, "403 Forbidden"));

        assertThatThrownBy(() -> client.retry(TOKEN, JOB)).isInstanceOf(RefusedException.class);
    }

    @Test
    void isRefusedWithATokenThatMayNot() {
        gitlab.say(Answer.error(403, "403 Forbidden, " + TOKEN.reveal()));

        var refused = catchThrowableOfType(RefusedException.class, () -> client.runningJobs(TOKEN, 12, "s_1"));

        assertThat(refused).hasMessage("GET /runners/12/jobs: 403 403 Forbidden, ***");
    }
}
