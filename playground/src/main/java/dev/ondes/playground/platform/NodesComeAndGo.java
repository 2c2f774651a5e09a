package dev.ondes.playground.platform;

import dev.ondes.playground.cluster.Cluster;
import dev.ondes.playground.cluster.ClusterNode;
import dev.ondes.playground.process.PlaygroundException;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A group of nodes as a cloud keeps it: each node is an instance, goes when its time is up, and comes again as another. */
final class NodesComeAndGo implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(NodesComeAndGo.class.getName());
    /** As cluster-autoscaler marks a node that it is about to remove. */
    private static final String SCALE_DOWN_TAINT = "ToBeDeletedByClusterAutoscaler";
    /** Until a group has replaced a node. */
    private static final Duration REPLACED_AFTER = Duration.ofSeconds(20);

    private static final int CHANGE_ATTEMPTS = 20;

    private final Cluster cluster;
    private final CloudControl cloud;
    private final BiConsumer<String, String> moved;
    private final KubernetesClient kubernetes;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("takes nodes away").factory());
    private final Map<String, Instant> leaving = new ConcurrentHashMap<>();
    private final AtomicLong instances = new AtomicLong();

    /** @param moved is told of a node and its new instance, before the node itself says so */
    NodesComeAndGo(Cluster cluster, CloudControl cloud, BiConsumer<String, String> moved) {
        this.cluster = cluster;
        this.cloud = cloud;
        this.moved = moved;
        this.kubernetes = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }

    /** All nodes of the cluster get an instance. */
    void begin() {
        cluster.nodes().forEach(node -> identify(node.name()));
    }

    /** See {@link SpotWatch#interrupt}. */
    CompletableFuture<Void> interrupt(String node, InterruptionKind kind, Duration in) {
        if (cluster.nodes().stream().noneMatch(known -> known.name().equals(node))) {
            throw new PlaygroundException("there is no node " + node + "; there are "
                    + String.join(
                            ", ",
                            cluster.nodes().stream().map(ClusterNode::name).toList()));
        }
        if (kind == InterruptionKind.SCALE_DOWN) {
            markForScaleDown(node);
        } else {
            cloud.notice(node, kind, in);
        }
        var gone = new CompletableFuture<Void>();
        if (kind == InterruptionKind.REBALANCE) {
            gone.complete(null);
        } else {
            leaving.put(node, Instant.now().plus(in));
            var _ = clock.schedule(() -> takeAway(node, gone), in.toMillis(), TimeUnit.MILLISECONDS);
        }
        return gone;
    }

    /** When a node goes, or went, that is on its way out and not back yet. */
    Optional<Instant> leavesAt(String node) {
        return Optional.ofNullable(leaving.get(node));
    }

    /** Gives a node an instance of its own in the cloud, as a new node of a group gets one. */
    private void identify(String node) {
        String instance = "i-%017x".formatted(instances.incrementAndGet());
        cloud.instance(node, instance);
        moved.accept(node, instance);
        change(
                node,
                known -> new NodeBuilder(known)
                        .editMetadata()
                        .addToLabels("node.kubernetes.io/instance-type", CloudControl.TYPE)
                        .addToLabels("topology.kubernetes.io/zone", CloudControl.ZONE)
                        .endMetadata()
                        .editSpec()
                        .withProviderID("aws:///" + CloudControl.ZONE + "/" + instance)
                        .endSpec()
                        .build());
    }

    /** Others change nodes at the same time: what was read is read again then. */
    private void change(String node, UnaryOperator<Node> change) {
        for (int attempt = 1; ; attempt++) {
            try {
                kubernetes.nodes().withName(node).edit(change);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != 409 || attempt == CHANGE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void markForScaleDown(String node) {
        change(
                node,
                known -> new NodeBuilder(known)
                        .editSpec()
                        .addToTaints(new TaintBuilder()
                                .withKey(SCALE_DOWN_TAINT)
                                .withValue(Long.toString(Instant.now().getEpochSecond()))
                                .withEffect("NoSchedule")
                                .build())
                        .endSpec()
                        .build());
    }

    private void takeAway(String node, CompletableFuture<Void> gone) {
        try {
            cluster.faults().nodeVanishes(node);
            cloud.remove(node);
            var _ = clock.schedule(() -> bringBack(node), REPLACED_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            gone.complete(null);
        } catch (RuntimeException e) {
            gone.completeExceptionally(e);
        }
    }

    private void bringBack(String node) {
        try {
            cluster.faults().nodeReturns(node);
            kubernetes.nodes().withName(node).waitUntilCondition(Objects::nonNull, 60, TimeUnit.SECONDS);
            identify(node);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "node " + node + " does not come back: " + e.getMessage(), e);
        } finally {
            leaving.remove(node);
        }
    }

    /** Nodes stay as they are from now on. */
    @Override
    public void close() {
        clock.shutdownNow();
        kubernetes.close();
    }
}
