package dev.ondes.playground.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.cloud.SimulatedCloudMain;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.DetectedNoticeJson;
import dev.ondes.playground.cluster.Cluster;
import dev.ondes.playground.cluster.ClusterNode;
import dev.ondes.playground.process.PlaygroundException;
import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What hears that a node will go: a simulated cloud with a metadata service for each node, a detector on each node, and
 * spot-watcher; and what takes nodes away. Owns all of it.
 */
public final class SpotWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SpotWatch.class.getName());
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String DETECTOR = "dev.ondes.detector.DetectorMain";
    private static final String ZONE = "eu-west-1b";
    private static final String TYPE = "m6i.xlarge";
    /** As cluster-autoscaler marks a node that it is about to remove. */
    private static final String SCALE_DOWN_TAINT = "ToBeDeletedByClusterAutoscaler";
    /** Until a group has replaced a node. */
    private static final Duration REPLACED_AFTER = Duration.ofSeconds(20);

    private static final int CHANGE_ATTEMPTS = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cluster cluster;
    private final ServiceHost host;
    private final URI cloud;
    private final Path token;
    private final KubernetesClient kubernetes;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> programs = new ArrayList<>();
    private final List<RunningProgram> detectors = new ArrayList<>();
    private final List<Service> watchers = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("takes nodes away").factory());
    private final Map<String, Instant> leaving = new ConcurrentHashMap<>();
    private final AtomicLong instances = new AtomicLong();

    private SpotWatch(
            ServiceHost host,
            Cluster cluster,
            Settings settings,
            Map<String, String> common,
            Platform.Options options) {
        this.cluster = cluster;
        this.host = host;
        this.token = settings.secret("intake-token", Settings.randomToken());
        this.cloud = address(host.place().freePort());
        this.kubernetes = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
        try {
            programs.add(RunningProgram.start(host.program(
                            "cloud",
                            SimulatedCloudMain.class.getName(),
                            List.of("--listen", cloud.getHost() + ":" + cloud.getPort())))
                    .awaitReady(START_LIMIT, this::cloudAnswers));
            cluster.nodes().forEach(node -> identify(node.name()));
            startWatchers(settings, common, options);
            for (ClusterNode node : cluster.nodes()) {
                RunningProgram detector = RunningProgram.start(detector(node));
                detectors.add(detector);
                programs.add(detector);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** @param common settings that all services share */
    static SpotWatch start(
            ServiceHost host,
            Cluster cluster,
            Settings settings,
            Map<String, String> common,
            Platform.Options options) {
        return new SpotWatch(host, cluster, settings, common, options);
    }

    private URI address(int port) {
        return URI.create("http://" + host.place().address() + ":" + port);
    }

    private void startWatchers(Settings settings, Map<String, String> common, Platform.Options options) {
        Path kubeconfig = cluster.kubeconfigOf("spot-watcher");
        for (int i = 1; i <= options.spotWatchers(); i++) {
            String name = "spot-watcher-" + i;
            Map<String, String> own = new LinkedHashMap<>(common);
            own.put("ondes.spot.kubeconfig", kubeconfig.toString());
            own.put("ondes.spot.lease-namespace", cluster.namespace());
            own.put("ondes.spot.identity", name);
            own.putAll(SharedSettings.lease("ondes.spot", options.lease()));
            own.put("ondes.spot.token-file", token.toString());
            watchers.add(host.service(
                    "spot-watcher",
                    name,
                    settings.properties(name + ".properties", own),
                    host.place().freePort()));
        }
        watchers.forEach(Service::start);
        watchers.forEach(Service::awaitReady);
    }

    private Program detector(ClusterNode node) {
        return host.program(
                "detector-" + node.name(),
                DETECTOR,
                List.of(
                        "--node=" + node.name(),
                        "--watcher-url=" + watchers.getFirst().address(),
                        "--token-file=" + token,
                        "--cloud=aws",
                        "--metadata=" + metadata(node.name()),
                        "--listen=off"));
    }

    /** Gives a node an instance of its own in the cloud, as a new node of a group gets one. */
    private void identify(String node) {
        String instance = "i-%017x".formatted(instances.incrementAndGet());
        admin("PUT", node, "", Map.of("cloud", "aws", "instanceId", instance, "instanceType", TYPE, "zone", ZONE));
        change(
                node,
                known -> new NodeBuilder(known)
                        .editMetadata()
                        .addToLabels("node.kubernetes.io/instance-type", TYPE)
                        .addToLabels("topology.kubernetes.io/zone", ZONE)
                        .endMetadata()
                        .editSpec()
                        .withProviderID("aws:///" + ZONE + "/" + instance)
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

    public List<Service> watchers() {
        return List.copyOf(watchers);
    }

    /** What is told of a node, and by whom. */
    public enum Kind {
        /** The cloud takes the spot instance back. */
        SPOT("spot"),
        /** The cloud thinks that it may do so soon. */
        REBALANCE("rebalance"),
        /** The cluster's autoscaler removes the node. */
        SCALE_DOWN("scale-down"),
        /** As other clouds call it. */
        PREEMPTED("preempted");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        /** As on the command line. */
        public String wire() {
            return wire;
        }
    }

    /**
     * Gives notice now, and takes the node away when the time is up; a while later it is there again, as an instance of
     * its own. A rebalance recommendation takes nothing away.
     *
     * @return done when the node is gone; at once where it stays
     */
    public CompletableFuture<Void> interrupt(String node, Kind kind, Duration in) {
        if (cluster.nodes().stream().noneMatch(known -> known.name().equals(node))) {
            throw new PlaygroundException("there is no node " + node + "; there are "
                    + String.join(
                            ", ",
                            cluster.nodes().stream().map(ClusterNode::name).toList()));
        }
        if (kind == Kind.SCALE_DOWN) {
            markForScaleDown(node);
        } else {
            admin("POST", node, "/notice", Map.of("kind", kind.wire(), "in", in.toSeconds() + "s"));
        }
        var gone = new CompletableFuture<Void>();
        if (kind == Kind.REBALANCE) {
            gone.complete(null);
        } else {
            leaving.put(node, Instant.now().plus(in));
            var _ = clock.schedule(() -> takeAway(node, gone), in.toMillis(), TimeUnit.MILLISECONDS);
        }
        return gone;
    }

    /** When a node goes, or went, that is on its way out and not back yet. */
    public Optional<Instant> leavesAt(String node) {
        return Optional.ofNullable(leaving.get(node));
    }

    /** Gives notice and takes nothing away, until {@link #withdraw}. Returns when a detector can see it. */
    public void announce(String node, Kind kind, Duration in) {
        admin("POST", node, "/notice", Map.of("kind", kind.wire(), "in", in.toSeconds() + "s"));
    }

    public void withdraw(String node, Kind kind) {
        admin("POST", node, "/withdrawal", Map.of("kind", kind.wire()));
    }

    /** Tells spot-watcher a notice as a detector does. @return the status of its answer */
    public int tell(DetectedNotice notice) {
        try {
            return http.send(
                            HttpRequest.newBuilder(watchers.getFirst().address().resolve("/notices"))
                                    .timeout(Duration.ofSeconds(30))
                                    .header("Authorization", "Bearer " + Files.readString(token))
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(DetectedNoticeJson.write(notice)))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new PlaygroundException("spot-watcher does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted while speaking to spot-watcher");
        }
    }

    /** Ends watchers and detectors, for whoever brings their own. The cloud stays. */
    public void leaveHearingToOthers() {
        detectors.forEach(RunningProgram::close);
        watchers.forEach(Service::close);
    }

    /** Where the cloud tells a node of itself, as the detector's {@code --metadata} has it. */
    public String metadata(String node) {
        return cloud + "/nodes/" + node;
    }

    /** Process ids of the detectors. */
    public List<Long> detectors() {
        return detectors.stream().map(RunningProgram::pid).toList();
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
            admin("DELETE", node, "", Map.of());
            var _ = clock.schedule(() -> bringBack(node), REPLACED_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            gone.complete(null);
        } catch (RuntimeException e) {
            gone.completeExceptionally(e);
        }
    }

    private void bringBack(String node) {
        try {
            cluster.faults().nodeReturns(node);
            kubernetes.nodes().withName(node).waitUntilCondition(java.util.Objects::nonNull, 60, TimeUnit.SECONDS);
            identify(node);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "node " + node + " does not come back: " + e.getMessage(), e);
        } finally {
            leaving.remove(node);
        }
    }

    private boolean cloudAnswers() {
        try {
            admin("GET", "", "", Map.of());
            return true;
        } catch (PlaygroundException e) {
            return false;
        }
    }

    private void admin(String method, String node, String what, Map<String, String> body) {
        String path = "/admin/nodes" + (node.isEmpty() ? "" : "/" + node) + what;
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(cloud.resolve(path))
                            .timeout(Duration.ofSeconds(10))
                            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new PlaygroundException("the simulated cloud: " + answer.body());
            }
        } catch (IOException e) {
            throw new PlaygroundException("the simulated cloud does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted while speaking to the simulated cloud");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        for (AutoCloseable program : programs.reversed()) {
            try {
                program.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        watchers.forEach(Service::close);
        kubernetes.close();
    }
}
