package dev.ondes.playground.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.playground.gitlab.TestGitLab;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.platform.AlertingAlone;
import dev.ondes.playground.platform.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** metrics-alerter with an access token, and a GitLab whose webhooks reach nobody. */
class ReconcileIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void knowsWhatWaitsAndWhatDoesNotAnyMoreWithoutAnyWebhook() throws Exception {
        Path token = folder.resolve("token");
        try (var gitlab =
                new TestGitLab(folder.resolve("gitlab"), settings -> settings.withLimit("listsPerMinute", "600"))) {
            Files.writeString(token, gitlab.gitlab.adminToken());
            var settings = Map.of(
                    "ondes.alerter.gitlab-url",
                    gitlab.gitlab.url().toString(),
                    "ondes.alerter.reconcile.token-file",
                    token.toString(),
                    "ondes.alerter.reconcile.projects",
                    "group/project",
                    "ondes.alerter.reconcile.every",
                    "PT1S");
            try (var alone = AlertingAlone.begin(Home.here(), settings, System.out::println)) {
                // Given
                long pipeline = gitlab.gitlab.pipeline(
                        gitlab.project, "{one: {script: echo}, two: {script: echo}, three: {script: echo}}");
                alone.service().start();
                alone.service().awaitReady();

                // When, Then: three wait, though not for long enough to be sure that no webhook is on its way
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(pending(alone)).isEqualTo(3));

                // When
                gitlab.json(
                        "POST",
                        "/api/v4/projects/" + gitlab.project + "/pipelines/" + pipeline + "/cancel",
                        Json.object());

                // Then
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(pending(alone)).isZero());
                // A round that begins before the answers are heard says them again.
                await().atMost(LIMIT)
                        .untilAsserted(
                                () -> assertThat(sum(alone, "ondes_gitlab_reconciled_jobs_total{found=\"moved_on\"}"))
                                        .isGreaterThanOrEqualTo(3));
            }
        }
    }

    private static double pending(AlertingAlone alone) {
        return sum(alone, "ondes_jobs_pending{");
    }

    private static double sum(AlertingAlone alone, String series) {
        String metrics = alone.service().get("/q/metrics");
        return metrics == null
                ? -1
                : metrics.lines()
                        .filter(line -> line.startsWith(series))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum();
    }
}
