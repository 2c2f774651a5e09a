package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.RunnerClass;
import dev.ondes.playground.platform.Service;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} of a service in the middle of a running pipeline, at ten moments each. Whatever is killed: every job ends as its script
 * did, the log has neither gap nor repetition, nothing remains in the cluster.
 */
abstract class KillsScenario extends Scenario {
    private static final int LINES = 20;
    /** About as long as the pipeline takes when nobody disturbs it. */
    private static final Duration SPAN = Duration.ofSeconds(6);

    private static final String PIPELINE = """
            .counting:
              tags: [linux]
              script:
                - i=1; while [ $i -le 20 ]; do echo "line $i of $CI_JOB_NAME"; i=$((i+1)); sleep 0.1; done
                - exit ${STATUS:-0}

            first: {extends: .counting, stage: build}
            second: {extends: .counting, stage: build, variables: {STATUS: "3"}, allow_failure: true}
            third: {extends: .counting, stage: test}
            fourth: {extends: .counting, stage: test}
            """;

    KillsScenario(ClusterKind kind) {
        super(kind);
    }

    @Override
    Platform.Options options() {
        return Platform.Options.DEMO.withClasses(
                new RunnerClass("standard", List.of("linux"), 6, List.of("spot", "on-demand")));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void survivesTheDispatcher(int seed) {
        Service dispatcher = world().platform().dispatcher();

        killInTheMiddle(seed, () -> {
            dispatcher.kill();
            dispatcher.start();
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void survivesTheLeadingScheduler(int seed) {
        Service leader = world().leader();

        killInTheMiddle(seed, leader::kill);

        // A standby for the next one.
        leader.start();
        leader.awaitReady();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void survivesALoneScheduler(int seed) {
        Service lone = world().leader();
        List<Service> others = world().platform().schedulers().stream()
                .filter(scheduler -> scheduler != lone)
                .toList();
        others.forEach(Service::close);

        killInTheMiddle(seed, () -> {
            lone.kill();
            lone.start();
        });

        others.forEach(Service::start);
        others.forEach(Service::awaitReady);
    }

    private void killInTheMiddle(int seed, Runnable kill) {
        // Given
        var run = world().push(PIPELINE);
        long moment = new Random(seed).nextLong(SPAN.toNanos());
        LockSupport.parkNanos(moment);

        // When
        kill.run();

        // Then
        List<CiJob> jobs = world().awaitEnd(run);
        assertThat(jobs).extracting(CiJob::name).containsExactlyInAnyOrder("first", "second", "third", "fourth");
        assertThat(jobs).allSatisfy(job -> {
            boolean fails = job.name().equals("second");
            assertThat(job.status()).as(job.name()).isEqualTo(fails ? "failed" : "success");
            assertThat(job.failureReason()).as(job.name()).isEqualTo(fails ? "script_failure" : "");
            assertThat(world().lines(run, job).stream().filter(line -> line.startsWith("line ")))
                    .as("log of " + job.name())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, LINES)
                            .mapToObj(line -> "line " + line + " of " + job.name())
                            .toList());
        });
        world().awaitNothingLeft();
    }
}
