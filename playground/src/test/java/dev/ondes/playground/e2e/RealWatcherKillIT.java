package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Service;
import dev.ondes.playground.process.PlaygroundException;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} of the leading spot-watcher at a random moment after a node was said to go: before it was published,
 * between publishing and marking, in the middle of the drain. The standby brings it to its end, under the same notice.
 * How many moments: the system property {@code ondes.seeds}, from {@code ondes.seed} on.
 */
@Tag("real")
class RealWatcherKillIT extends Scenario {
    private static final Duration SPAN = Duration.ofSeconds(4);
    private static final Duration NOTICE = Duration.ofMinutes(2);

    private static final String PIPELINE = """
            .counting:
              tags: [linux]
              variables: {ONDES_ON_INTERRUPTION: restart}
              script:
                - i=1; while [ $i -le 15 ]; do echo "line $i"; i=$((i+1)); sleep 0.2; done

            one: {extends: .counting}
            two: {extends: .counting}
            three: {extends: .counting}
            """;

    /** Two pods of somebody else, of which one must always run; they don't hear SIGTERM, so that a drain takes its time. */
    private static final String SHOP = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop, namespace: NAMESPACE}
            spec:
              replicas: 2
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec:
                  nodeSelector: {ondes.dev/capacity: spot}
                  tolerations: [{key: ondes.dev/spot, operator: Exists}]
                  terminationGracePeriodSeconds: 3
                  containers:
                    - name: shop
                      image: busybox:1.36
                      imagePullPolicy: Never
                      command: [sleep, "3600"]
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: shop, namespace: NAMESPACE}
            spec:
              minAvailable: 1
              selector: {matchLabels: {app: shop}}
            """;

    RealWatcherKillIT() {
        super(ClusterKind.REAL);
    }

    @Override
    Platform.Options options() {
        return CountingPipeline.options().withSpotWatchers(2);
    }

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("ondes.seeds", 3))
                .map(seed -> seed + Integer.getInteger("ondes.seed", 1));
    }

    @BeforeAll
    void openTheShop() {
        world().kubernetes()
                .load(new java.io.ByteArrayInputStream(
                        SHOP.replace("NAMESPACE", world().cluster().namespace())
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .create();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theStandbyBringsANoticeToItsEnd(int seed) {
        // Given
        var random = new Random(seed);
        Service leader = world().leader(world().platform().spot().watchers(), "ondes_spot_leading");
        String victim = awaitShop(2).getFirst().getSpec().getNodeName();
        var run = world().push(PIPELINE);
        DetectedNotice notice = notice(victim, "moment-" + seed, false);

        try {
            // When: the detector says it until it is taken, as detectors do
            Thread saying = Thread.ofVirtual().start(() -> awaitTaken(notice));
            LockSupport.parkNanos(random.nextLong(SPAN.toNanos()));
            leader.kill();
            leader.start();

            // Then
            await().atMost(Duration.ofMinutes(1)).until(() -> !saying.isAlive());
            NodeDrained drained = awaitDrained(notice.noticedAt());
            assertThat(drained.node()).isEqualTo(victim);
            assertThat(drained.outcome()).isEqualTo(DrainOutcome.COMPLETED);
            assertThat(drained.forced()).isZero();
            assertThat(world().events()
                            .all(TerminationNotice.class)
                            .filter(it -> !it.noticedAt().isBefore(notice.noticedAt())))
                    .isNotEmpty()
                    .allSatisfy(it -> {
                        assertThat(it.noticeId()).isEqualTo(drained.noticeId());
                        assertThat(it.node()).isEqualTo(victim);
                    });
            assertThat(awaitShop(2))
                    .noneMatch(pod -> victim.equals(pod.getSpec().getNodeName()));
            assertThat(node(victim).getSpec().getUnschedulable()).isTrue();
            assertAllWhole(run);
        } finally {
            // And: it stays after all, also for the next seed
            leader.awaitReady();
            awaitTaken(notice(victim, "moment-" + seed, true));
        }
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(world().events().all(TerminationCancelled.class).map(TerminationCancelled::node))
                    .endsWith(victim);
            assertThat(node(victim).getSpec().getUnschedulable()).isNotEqualTo(true);
            assertThat(node(victim).getSpec().getTaints()).hasSize(1);
        });
    }

    private NodeDrained awaitDrained(Instant since) {
        return await().atMost(NOTICE)
                .until(
                        () -> world().events()
                                .all(NodeDrained.class)
                                .filter(it -> !it.startedAt().isBefore(since))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private void assertAllWhole(World.Run run) {
        List<CiJob> jobs = world().awaitEnd(run);
        assertThat(jobs).hasSize(3).allSatisfy(job -> {
            assertThat(job.status()).as(job.name()).isEqualTo("success");
            assertThat(world().lines(run, job).stream().filter(line -> line.startsWith("line ")))
                    .as("log of " + job.name())
                    .endsWith(IntStream.rangeClosed(1, 15)
                            .mapToObj(line -> "line " + line)
                            .toArray(String[]::new));
        });
        world().awaitNothingLeft();
    }

    private DetectedNotice notice(String node, String id, boolean withdrawn) {
        String machine = node(node).getSpec().getProviderID();
        return new DetectedNotice(
                Provider.AWS,
                machine.substring(machine.lastIndexOf('/') + 1),
                node,
                null,
                null,
                NoticeKind.SPOT_INTERRUPTION,
                InstanceAction.TERMINATE,
                Instant.now(),
                Instant.now().plus(NOTICE),
                "somebody",
                id,
                withdrawn);
    }

    private void awaitTaken(DetectedNotice notice) {
        await().atMost(Duration.ofMinutes(1))
                .ignoreException(PlaygroundException.class)
                .until(() -> world().platform().spot().tell(notice) == 202);
    }

    private Node node(String name) {
        return world().kubernetes().nodes().withName(name).require();
    }

    /** Its pods that run and stay. */
    private List<Pod> awaitShop(int number) {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> world()
                                .kubernetes()
                                .pods()
                                .inNamespace(world().cluster().namespace())
                                .withLabel("app", "shop")
                                .list()
                                .getItems()
                                .stream()
                                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                                .toList(),
                        pods -> pods.size() == number);
    }
}
