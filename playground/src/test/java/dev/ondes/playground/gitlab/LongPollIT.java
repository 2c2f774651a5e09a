package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workhorse in front of {@code POST /jobs/request}. */
@Timeout(30)
class LongPollIT {
    @TempDir
    private Path data;

    private static ObjectNode askAgain(TestGitLab test) throws Exception {
        return test.ask().put("last_update", TestGitLab.header(test.request(test.ask()), "X-GitLab-Last-Update"));
    }

    @Test
    void endsWith204AndNoJobWhenTheQueueChanges() throws Exception {
        try (var test = new TestGitLab(data);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ObjectNode ask = askAgain(test);
            Future<HttpResponse<String>> poll = threads.submit(() -> test.request(ask));
            assertThat(poll).as("waits as long as nothing changes").failsWithin(Duration.ofMillis(300));

            test.gitlab.pipeline(test.project, "one: {script: echo}");

            HttpResponse<String> answer = poll.get(5, TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().firstValue("X-GitLab-Last-Update")).isEmpty();
            assertThat(TestGitLab.header(answer, "Gitlab-Ci-Builds-Polling")).isEqualTo("yes");
            assertThat(test.request(ask).statusCode()).isEqualTo(201);
        }
    }

    @Test
    void endsWith204AfterItsTime() throws Exception {
        try (var test = new TestGitLab(data, settings -> settings.withLimit("longPoll", "PT0.2S"))) {
            ObjectNode ask = askAgain(test);
            long begin = System.nanoTime();

            HttpResponse<String> answer = test.request(ask);

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void refusesABodyOver32KiB() throws Exception {
        try (var test = new TestGitLab(data)) {
            assertThat(test.request(test.ask().put("padding", "x".repeat(33_000)))
                            .statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void endsWhenGitLabStops() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var test = new TestGitLab(data);
            ObjectNode ask = askAgain(test);
            Future<?> poll = threads.submit(() -> test.request(ask));
            test.gitlab.close();

            assertThat(poll)
                    .satisfiesAnyOf(
                            future -> assertThat(future).succeedsWithin(Duration.ofSeconds(5)),
                            future -> assertThat(future).failsWithin(Duration.ofSeconds(5)));
            test.close();
        }
    }
}
