package dev.ondes.playground.bench;

import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.demo.Console;
import dev.ondes.playground.demo.Session;
import dev.ondes.playground.platform.EventLog;
import dev.ondes.playground.platform.InterruptionKind;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.SpotWatch;
import dev.ondes.playground.process.PlaygroundException;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./ondes bench spot}: how long it takes from the cloud's word on a machine to the event on the broker, how long
 * until many nodes that go at once are announced and tainted and what that costs the API server, and what a detector needs.
 */
@Command(
        name = "spot",
        description = "From a node's notice to the event, many nodes at once, and what a detector needs.")
public final class SpotBench implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Over which a detector's processor time is measured. */
    private static final Duration QUIET = Duration.ofSeconds(60);

    @Option(
            names = "--cluster",
            description = "embedded, real, k3s or kubeconfig[=FILE]; default: real where it is built, else embedded")
    private @Nullable String cluster;

    @Option(names = "--notices", description = "notices, one after the other (default ${DEFAULT-VALUE})")
    private int notices = 100;

    @Option(names = "--nodes", description = "nodes that go at once (default ${DEFAULT-VALUE})")
    private int nodes = 300;

    @Override
    public Integer call() {
        Console console = Console.standard();
        var options = Platform.Options.DEMO.withSchedulers(1).withSpotWatchers(1);
        try (var session = Session.start(ClusterKind.choose(cluster), options, console);
                var events = EventLog.listen(session.platform().broker().url());
                var client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(
                                session.cluster().kubeconfig().toFile()))
                        .build()) {
            var run = new Run(session, events, client, console);
            run.oneByOne(notices);
            run.allAtOnce(nodes);
            run.detectors();
        }
        return 0;
    }

    /** One run on one platform. */
    private record Run(Session session, EventLog events, KubernetesClient client, Console console) {

        /** Recommendations, since they can be taken back and given again. */
        void oneByOne(int number) {
            SpotWatch spot = session.platform().spot();
            List<String> names =
                    session.cluster().nodes().stream().map(node -> node.name()).toList();
            List<Duration> times = new ArrayList<>();
            // The first notices run cold code: they are no measure of it.
            int cold = names.size();
            for (int i = 0; i < cold + number; i++) {
                String node = names.get(i % names.size());
                long said = events.all(TerminationNotice.class).count();
                long begin = System.nanoTime();
                spot.announce(node, InterruptionKind.REBALANCE, Duration.ZERO);
                must(events.await(LIMIT, TerminationNotice.class, said + 1), "no event of " + node);
                Duration time = Duration.ofNanos(System.nanoTime() - begin);
                if (i >= cold) {
                    times.add(time);
                }
                spot.withdraw(node, InterruptionKind.REBALANCE);
                must(
                        events.await(LIMIT, TerminationCancelled.class, i + 1L),
                        "the notice of " + node + " was not withdrawn");
            }
            console.plain("");
            console.plain("notice visible on the machine → event on the broker, detectors that look each second:");
            console.plain("  " + new Percentiles(times));
        }

        void allAtOnce(int number) {
            var fleet = new Fleet(client, session.platform().spot());
            fleet.make(number);
            try {
                Map<String, Integer> before = calls();
                long said = events.all(TerminationNotice.class).count();
                long begin = System.nanoTime();
                fleet.announceAll();
                must(events.await(LIMIT, TerminationNotice.class, said + number), "not all nodes were announced");
                Duration announced = Duration.ofNanos(System.nanoTime() - begin);
                awaitTaints(fleet, number);
                Duration tainted = Duration.ofNanos(System.nanoTime() - begin);
                console.plain(String.format(
                        Locale.ROOT,
                        "%d nodes at once: all announced after %.1f s, all tainted after %.1f s",
                        number,
                        Percentiles.seconds(announced),
                        Percentiles.seconds(tainted)));
                // Drains of empty nodes, and events for people, follow the taints.
                fleet.awaitDrains(events, number, LIMIT);
                console.plain(
                        session.cluster().auditLog().isEmpty()
                                ? "  Kubernetes calls: this cluster has no audit log"
                                : "  Kubernetes calls for a node: " + ApiCalls.each(before, calls(), number));
            } finally {
                fleet.remove();
            }
        }

        private void awaitTaints(Fleet fleet, int number) {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (fleet.nodes().filter(Run::tainted).count() < number) {
                must(System.nanoTime() < end, "not all nodes were tainted");
                events.awaitNext(Duration.ofMillis(100));
            }
        }

        private static boolean tainted(Node node) {
            return node.getSpec().getTaints().stream()
                    .anyMatch(taint -> taint.getKey().startsWith(NodeMarks.TAINT_PREFIX));
        }

        private Map<String, Integer> calls() {
            return session.cluster().auditLog().map(ApiCalls::ofSpotWatcher).orElse(Map.of());
        }

        /** With this JVM's usual options; the image's are leaner, see node-detector's README. */
        void detectors() {
            List<Long> processes = session.platform().spot().detectors();
            List<Memory> before = processes.stream().map(Memory::of).toList();
            awaitQuietly();
            for (int i = 0; i < processes.size(); i++) {
                Memory after = Memory.of(processes.get(i));
                console.plain(String.format(
                        Locale.ROOT,
                        "detector %d: RSS %d MiB, of it anonymous %d MiB, processor %.1f millicores over %d s",
                        i + 1,
                        after.rssKib() / 1024,
                        after.anonymousKib() / 1024,
                        (after.cpuMillis() - before.get(i).cpuMillis()) * 1e3 / QUIET.toMillis(),
                        QUIET.toSeconds()));
            }
        }

        /** Nothing happens meanwhile that anybody could wait for. */
        private void awaitQuietly() {
            long end = System.nanoTime() + QUIET.toNanos();
            while (System.nanoTime() < end) {
                events.awaitNext(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        }

        private static void must(boolean held, String otherwise) {
            if (!held) {
                throw new PlaygroundException(otherwise + " within " + LIMIT.toSeconds() + " s");
            }
        }
    }
}
