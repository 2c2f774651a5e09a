package dev.ondes.playground.bench;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.playground.platform.EventLog;
import dev.ondes.playground.platform.SpotWatch;
import dev.ondes.playground.process.PlaygroundException;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Nodes that are objects and nothing else, and the detectors that would run on them. Owns the objects. */
final class Fleet {
    private static final String LABEL = "bench.ondes.dev/fleet";

    private final KubernetesClient client;
    private final SpotWatch spot;
    private List<String> names = List.of();

    Fleet(KubernetesClient client, SpotWatch spot) {
        this.client = client;
        this.spot = spot;
    }

    void make(int number) {
        names = IntStream.rangeClosed(1, number).mapToObj("fleet-%d"::formatted).toList();
        forAll(name -> client.resource(node(name)).create());
    }

    /** The objects as the API server has them now. */
    Stream<Node> nodes() {
        return client.nodes().withLabel(LABEL).list().getItems().stream();
    }

    /** Each by a connection of its own, as detectors do. Returns when all were answered. */
    void announceAll() {
        forAll(name -> {
            int status = spot.tell(notice(name));
            if (status != 202) {
                throw new PlaygroundException("spot-watcher answered " + status + " to the notice of " + name);
            }
        });
    }

    void awaitDrains(EventLog events, int number, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (events.all(NodeDrained.class)
                        .filter(drained -> names.contains(drained.node()))
                        .count()
                < number) {
            if (System.nanoTime() > end) {
                throw new PlaygroundException("not all nodes were drained within " + limit.toSeconds() + " s");
            }
            events.awaitNext(Duration.ofMillis(100));
        }
    }

    void remove() {
        client.nodes().withLabel(LABEL).delete();
    }

    private void forAll(Consumer<String> each) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> all = names.stream()
                    .map(name -> threads.submit(() -> each.accept(name)))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new PlaygroundException("a node of the fleet: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted while speaking of the fleet");
        }
    }

    private static String machine(String name) {
        return "i-" + name;
    }

    private static Node node(String name) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(LABEL, "true")
                .addToLabels("eks.amazonaws.com/capacityType", "SPOT")
                .endMetadata()
                .withNewSpec()
                .withProviderID("aws:///eu-west-1b/" + machine(name))
                .endSpec()
                .build();
    }

    private static DetectedNotice notice(String name) {
        Instant now = Instant.now();
        return new DetectedNotice(
                Provider.AWS,
                machine(name),
                name,
                "m6i.xlarge",
                "eu-west-1b",
                NoticeKind.SPOT_INTERRUPTION,
                InstanceAction.TERMINATE,
                now,
                now.plusSeconds(120),
                DetectedNotice.IMDS,
                "spot/instance-action",
                false);
    }
}
