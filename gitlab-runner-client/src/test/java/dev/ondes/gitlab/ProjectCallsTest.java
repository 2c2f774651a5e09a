package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectCallsTest extends AgainstFakeGitLab {
    private static final Secret TOKEN = new Secret("glpat-reader");

    @Test
    void listsTheJobsThatWaitWithTheTimeSinceWhenTheyDo() {
        gitlab.say(Answer.json(200, """
                [{"id": 42, "name": "compile", "status": "pending", "stage": "build", "ref": "main", "pipeline": {"id": 7},
                  "created_at": "2026-03-01T12:00:00.000+01:00", "started_at": null, "queued_duration": 90.5, "runner": null}]
                """));

        JobPage page = client.pendingJobs(TOKEN, "group/app", null);

        assertThat(page.jobs()).singleElement().satisfies(job -> {
            assertThat(job.id()).isEqualTo(42);
            assertThat(job.name()).isEqualTo("compile");
            assertThat(job.stage()).isEqualTo("build");
            assertThat(job.ref()).isEqualTo("main");
            assertThat(job.pipeline()).isEqualTo(7);
            assertThat(job.createdAt()).isEqualTo("2026-03-01T11:00:00Z");
            assertThat(job.queuedAt()).isCloseTo(Instant.now().minusMillis(90_500), within(10, ChronoUnit.SECONDS));
            assertThat(job.startedAt()).isNull();
            assertThat(job.runner()).isNull();
        });
        assertThat(page.next()).isEmpty();
        assertThat(gitlab.last().path()).isEqualTo("/api/v4/projects/group/app/jobs");
        assertThat(gitlab.last().query())
                .isEqualTo("scope[]=pending&pagination=keyset&order_by=id&sort=desc&per_page=100");
        assertThat(gitlab.last().header("PRIVATE-TOKEN")).isEqualTo(TOKEN.reveal());
    }

    @Test
    void goesOnWhereGitLabSaysAndNowhereElse() {
        gitlab.say(
                Answer.json(200, "[{\"id\": 2, \"status\": \"pending\"}]")
                        .with(
                                "Link",
                                "<https://elsewhere.example.com/api/v4/projects/1/jobs?cursor=eyJ9&scope%5B%5D=pending>; rel=\"next\""),
                Answer.json(200, "[{\"id\": 1, \"status\": \"pending\"}]"));

        JobPage first = client.pendingJobs(TOKEN, "1", null);
        JobPage second = client.pendingJobs(TOKEN, "1", first.next().orElseThrow());

        assertThat(second.jobs()).extracting(ListedJob::id).containsExactly(1L);
        assertThat(second.next()).isEmpty();
        assertThat(gitlab.last().path()).isEqualTo("/api/v4/projects/1/jobs");
        assertThat(gitlab.last().query()).isEqualTo("cursor=eyJ9&scope[]=pending");
    }

    @Test
    void tellsOfOneJobWhatBecameOfIt() {
        gitlab.say(Answer.json(200, """
                {"id": 42, "name": "compile", "status": "failed", "failure_reason": "script_failure", "runner": {"id": 5},
                 "started_at": "2026-03-01T12:00:10Z", "finished_at": "2026-03-01T12:01:00Z", "queued_duration": 10}
                """));

        ListedJob job = client.job(TOKEN, "group/app", 42).orElseThrow();

        assertThat(job.status()).isEqualTo("failed");
        assertThat(job.failureReason()).isEqualTo("script_failure");
        assertThat(job.runner()).isEqualTo(5);
        assertThat(job.queuedAt()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(gitlab.last().path()).isEqualTo("/api/v4/projects/group/app/jobs/42");
    }

    @Test
    void doesNotKnowAJobThatGitLabDoesNotKnow() {
        gitlab.say(Answer.error(404, "404 Not found"));

        assertThat(client.job(TOKEN, "group/app", 42)).isEmpty();
    }

    @Test
    void doesNotTakeAProxysNotFoundForGitLabs() {
        gitlab.say(Answer.plainText(404));

        assertThatThrownBy(() -> client.job(TOKEN, "group/app", 42)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void leavesOutWhatIsNoJob() {
        gitlab.say(Answer.json(200, "[{\"name\": \"no id\"}, {\"id\": 3}, 5, {\"id\": 4, \"status\": \"pending\"}]"));

        List<ListedJob> jobs = client.pendingJobs(TOKEN, "1", null).jobs();

        assertThat(jobs).extracting(ListedJob::id).containsExactly(4L);
        assertThat(jobs.getFirst().queuedAt()).isNull();
    }

    @Test
    void isRefusedWithATokenThatMayNot() {
        gitlab.say(Answer.error(401, "401 Unauthorized"));

        var refused = catchThrowableOfType(RefusedException.class, () -> client.pendingJobs(TOKEN, "group/app", null));

        assertThat(refused.status()).isEqualTo(401);
    }
}
