package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Outcome;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.InterruptionKind;
import dev.ondes.playground.platform.Platform;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node is taken away, with less notice than its jobs need, at a random moment of a pipeline of twenty jobs. Those that
 * may run again end as their scripts do; of the others exactly those fail that were on the node, and say why. How many
 * moments: the system property {@code ondes.seeds}, from {@code ondes.seed} on.
 */
abstract class ReclaimScenario extends Scenario {
    private static final Duration SPAN = Duration.ofSeconds(12);
    private static final Duration NOTICE = Duration.ofSeconds(2);
    private static final int LINES = 15;

    private static final String PIPELINE = IntStream.rangeClosed(1, 20)
            .mapToObj(number -> """
                    job-%d:
                      tags: [linux]
                      variables: {ONDES_ON_INTERRUPTION: %s}
                      script:
                        - i=1; while [ $i -le %d ]; do echo "line $i of $CI_JOB_NAME"; i=$((i+1)); sleep 0.2; done
                    """.formatted(number, number % 2 == 0 ? "restart" : "fail", LINES))
            .collect(Collectors.joining());

    ReclaimScenario(ClusterKind kind) {
        super(kind);
    }

    @Override
    Platform.Options options() {
        return CountingPipeline.options().withSpotWatchers(1);
    }

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("ondes.seeds", 4))
                .map(seed -> seed + Integer.getInteger("ondes.seed", 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void losesNoJobThatMayRunAgain(int seed) {
        // Given
        var random = new Random(seed);
        String victim = random.nextBoolean() ? "node2" : "node3";
        boolean spot = random.nextBoolean();
        awaitUsable("node2", "node3");
        Map<LossCause, Double> before = losses();
        var run = world().push(PIPELINE);
        LockSupport.parkNanos(random.nextLong(SPAN.toNanos()));

        // When
        world().platform()
                .spot()
                .interrupt(victim, spot ? InterruptionKind.SPOT : InterruptionKind.SCALE_DOWN, NOTICE)
                .orTimeout(1, TimeUnit.MINUTES)
                .join();

        // Then
        List<CiJob> jobs = world().awaitEnd(run);
        assertThat(jobs).hasSize(20);
        world().awaitNothingLeft();
        Map<Long, JobFinished> ends = ends(jobs);
        assertThat(jobs).allSatisfy(job -> {
            JobFinished end = ends.get(job.id());
            if (mayRunAgain(job) || end.outcome() == Outcome.SUCCEEDED) {
                assertThat(job.status()).as(job.name()).isEqualTo("success");
                assertThat(world().lines(run, job).stream().filter(line -> line.startsWith("line ")))
                        .as("log of " + job.name())
                        .endsWith(lines(job));
            } else {
                EndReason reason = spot ? EndReason.SPOT_INTERRUPTED : EndReason.NODE_SCALED_DOWN;
                assertThat(job.failureReason()).as(job.name()).isEqualTo("runner_system_failure");
                assertThat(end.node()).as("node of " + job.name()).isEqualTo(victim);
                assertThat(end.reason()).as(job.name()).isEqualTo(reason);
                assertThat(end.interruption()).isEqualTo(spot ? LossCause.SPOT : LossCause.SCALE_DOWN);
                assertThat(world().log(run, job)).containsOnlyOnce(reason.sentence());
            }
        });
        Map<LossCause, Double> after = losses();
        long failed = jobs.stream().filter(job -> job.status().equals("failed")).count();
        LossCause cause = spot ? LossCause.SPOT : LossCause.SCALE_DOWN;
        LossCause other = spot ? LossCause.SCALE_DOWN : LossCause.SPOT;
        assertThat(after.get(cause) - before.get(cause))
                .as("losses by " + cause)
                .isGreaterThanOrEqualTo(failed);
        assertThat(after.get(other)).as("losses by " + other).isEqualTo(before.get(other));
    }

    /** What the leader has counted, by cause. */
    private Map<LossCause, Double> losses() {
        String metrics = Objects.requireNonNull(world().leader().get("/q/metrics"));
        return Stream.of(LossCause.SPOT, LossCause.SCALE_DOWN)
                .collect(Collectors.toMap(
                        Function.identity(),
                        cause -> metrics.lines()
                                .filter(line -> line.startsWith("ondes_scheduler_losses_total{"))
                                .filter(line -> line.contains("cause=\"" + cause.wire() + "\""))
                                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                                .sum()));
    }

    private static boolean mayRunAgain(CiJob job) {
        return Integer.parseInt(job.name().replace("job-", "")) % 2 == 0;
    }

    private static String[] lines(CiJob job) {
        return IntStream.rangeClosed(1, LINES)
                .mapToObj(line -> "line " + line + " of " + job.name())
                .toArray(String[]::new);
    }

    private Map<Long, JobFinished> ends(List<CiJob> jobs) {
        List<Long> ids = jobs.stream().map(CiJob::id).toList();
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> world().events()
                                .all(JobFinished.class)
                                .filter(end -> ids.contains(end.jobId()))
                                .collect(Collectors.toMap(
                                        JobFinished::jobId, Function.identity(), (first, again) -> again)),
                        ends -> ends.keySet().containsAll(ids));
    }

    /** The nodes are back from an earlier loss, and take pods. */
    private void awaitUsable(String... nodes) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(nodes).allSatisfy(name -> {
                    Node node = world().kubernetes().nodes().withName(name).get();
                    assertThat(node).as(name).isNotNull();
                    assertThat(node.getSpec().getUnschedulable()).as(name).isNotEqualTo(true);
                    assertThat(node.getSpec().getProviderID()).as(name).isNotNull();
                    assertThat(node.getSpec().getTaints()).as(name).hasSize(1);
                }));
    }
}
