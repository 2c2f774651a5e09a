package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.RunnerClass;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A pipeline whose jobs count, so that a gap or a repetition in a log shows; and something that happens in the middle of
 * it. Whatever that is: every job ends as its script did, each line is there once, nothing remains in the cluster.
 */
record CountingPipeline(World world) {
    private static final int LINES = 20;
    /** About as long as the pipeline takes when nobody disturbs it. */
    private static final Duration SPAN = Duration.ofSeconds(4);

    private static final String PIPELINE = """
            .counting:
              tags: [linux]
              script:
                - i=1; while [ $i -le 20 ]; do echo "line $i of $CI_JOB_NAME"; i=$((i+1)); sleep 0.05; done
                - exit ${STATUS:-0}

            first: {extends: .counting, stage: build}
            second: {extends: .counting, stage: build, variables: {STATUS: "3"}, allow_failure: true}
            third: {extends: .counting, stage: test}
            fourth: {extends: .counting, stage: test}
            """;

    /** What it runs on. */
    static Platform.Options options() {
        return Platform.Options.DEMO.withClasses(RunnerClass.DEMO.getFirst());
    }

    /** @param seed decides the moment */
    void disturbed(int seed, Runnable disturbance) {
        // Given
        var run = world.push(PIPELINE);
        LockSupport.parkNanos(new Random(seed).nextLong(SPAN.toNanos()));

        // When
        disturbance.run();

        // Then
        List<CiJob> jobs = world.withoutLostOnes(world.awaitEnd(run));
        assertThat(jobs).extracting(CiJob::name).containsExactlyInAnyOrder("first", "second", "third", "fourth");
        assertThat(jobs).allSatisfy(job -> {
            boolean fails = job.name().equals("second");
            assertThat(job.status()).as(job.name()).isEqualTo(fails ? "failed" : "success");
            assertThat(job.failureReason()).as(job.name()).isEqualTo(fails ? "script_failure" : "");
            assertThat(world.lines(run, job).stream().filter(line -> line.startsWith("line ")))
                    .as("log of " + job.name())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, LINES)
                            .mapToObj(line -> "line " + line + " of " + job.name())
                            .toList());
        });
        world.awaitNothingLeft();
    }
}
