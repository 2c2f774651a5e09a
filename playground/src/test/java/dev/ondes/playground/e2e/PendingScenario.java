package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.Alerting;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.RunnerClass;
import dev.ondes.playground.platform.Service;
import dev.ondes.playground.process.PlaygroundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What metrics-alerter says of pending jobs is what GitLab knows, by class, at 200 seeded moments of a chaotic run. {@link Standstill} says
 * how the two can be compared exactly.
 */
abstract class PendingScenario extends Scenario {
    private static final long SEED = Long.getLong("ondes.seed", 20_261_128);
    private static final int MOMENTS = Integer.getInteger("ondes.moments", 200);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);
    /** More would only wait. */
    private static final int ENOUGH = 60;

    /** One class that has room, one that has next to none, and jobs that nobody takes. */
    private static final String PIPELINE = """
            .quick: {tags: [roomy], script: [sleep 0.3]}
            .slow: {tags: [narrow], script: [sleep 1.5]}

            compile: {extends: .quick, stage: build}
            lint: {extends: .quick, stage: build, allow_failure: true, script: [exit 1]}
            docs: {extends: .slow, stage: build}
            unit: {extends: .quick, stage: test}
            integration: {extends: .slow, stage: test}
            arcane: {tags: [nowhere], stage: test, needs: [], allow_failure: true, script: [echo never]}
            """;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Long> projects = new ArrayList<>();
    private int pending;

    PendingScenario(ClusterKind kind) {
        super(kind);
    }

    @Override
    Platform.Options options() {
        return Platform.Options.DEMO
                .withClasses(
                        new RunnerClass("roomy", List.of("roomy"), 4, List.of("spot", "on-demand"), RunnerClass.SMALL),
                        new RunnerClass("narrow", List.of("narrow"), 1, List.of("on-demand"), RunnerClass.SMALL))
                // Four failures in a row would switch the webhook off for a minute.
                .withGitLabArguments("--webhook-chaos", Long.toString(SEED), "--limit", "hookFailures=0")
                .withAlerting(new Alerting.Wanted(1, Map.of("ondes.alerter.snapshot-every", "50ms")));
    }

    @Test
    void countsPendingJobsAsGitLabDoes() {
        System.out.println("seed " + SEED);
        // Given
        Service alerter = world().platform().alerting().replicas().getFirst();
        alerter.awaitReady();
        for (int i = 0; i < 3; i++) {
            projects.add(everyJobRanOnce());
        }

        // When, Then
        try (var voice = new Voice(world().platform().broker().url())) {
            var standstill = new Standstill(world(), voice, PendingScenario::classOf);
            int all = 0;
            for (int moment = 1; moment <= MOMENTS; moment++) {
                disturb();
                LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE.toNanos()));
                pending = standstill.compare(alerter);
                all += pending;
            }
            assertThat(all / MOMENTS)
                    .as("jobs pending at a moment, of the average")
                    .isGreaterThan(2);
        }
    }

    /** So that metrics-alerter knows which class each will be for. */
    private long everyJobRanOnce() {
        World.Run run = world().push(PIPELINE);
        world().jobs(run).stream()
                .filter(job -> job.name().equals("arcane"))
                .forEach(job -> world().gitlab().cancel(run.project(), job.id()));
        world().awaitEnd(run);
        return run.project();
    }

    /** Webhooks don't say the class of a job that no runner of that project took before. */
    private static String classOf(Standstill.PendingJob job) {
        String tag = job.tags().getFirst();
        return tag.equals("nowhere") ? "unknown" : tag;
    }

    private void disturb() {
        long project = projects.get(random.nextInt(projects.size()));
        int what = random.nextInt(100);
        try {
            if (what < 30) {
                if (pending < ENOUGH) {
                    world().gitlab().post("/api/v4/projects/" + project + "/pipeline", Map.of("ref", "main"));
                } else {
                    cancelPipeline(project);
                }
            } else if (what < 50) {
                any(project, job -> !job.ended(), "cancel");
            } else if (what < 65) {
                any(project, job -> job.ended() && !job.status().equals("skipped"), "retry");
            } else if (what < 70) {
                cancelPipeline(project);
            } else if (what < 73) {
                world().platform().dispatcher().kill();
                world().platform().dispatcher().start();
            }
        } catch (PlaygroundException e) {
            // The job moved on before GitLab heard of it, as it does with people.
            System.out.println("refused: " + e.getMessage());
        }
    }

    private void cancelPipeline(long project) {
        long newest = world().gitlab()
                .latestPipeline(project)
                .orElseThrow()
                .path("id")
                .asLong();
        world().gitlab().post("/api/v4/projects/" + project + "/pipelines/" + newest + "/cancel", Map.of());
    }

    private void any(long project, Predicate<CiJob> wanted, String action) {
        long newest = world().gitlab()
                .latestPipeline(project)
                .orElseThrow()
                .path("id")
                .asLong();
        List<CiJob> jobs =
                world().gitlab().jobs(project, newest).stream().filter(wanted).toList();
        if (!jobs.isEmpty()) {
            long job = jobs.get(random.nextInt(jobs.size())).id();
            world().gitlab().post("/api/v4/projects/" + project + "/jobs/" + job + "/" + action, Map.of());
        }
    }
}
