package dev.ondes.playground.platform;

import dev.ondes.cloud.SimulatedCloudMain;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.DetectedNoticeJson;
import dev.ondes.playground.cluster.Cluster;
import dev.ondes.playground.cluster.ClusterNode;
import dev.ondes.playground.process.PlaygroundException;
import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
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

/**
 * What hears that a node will go: a simulated cloud with a metadata service for each node, a detector on each node, and
 * spot-watcher; and, by {@link NodesComeAndGo}, what takes nodes away. Owns all of it.
 */
public final class SpotWatch implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String DETECTOR = "dev.ondes.detector.DetectorMain";

    private final Cluster cluster;
    private final ServiceHost host;
    private final Path token;
    private final CloudControl cloud;
    private final NodesComeAndGo nodes;
    private final HttpClient http = HttpClient.newHttpClient();
    private Optional<RunningProgram> metadataService = Optional.empty();
    private final Map<String, RunningProgram> detectors = new ConcurrentHashMap<>();
    private final List<Service> watchers = new ArrayList<>();

    private SpotWatch(
            ServiceHost host,
            Cluster cluster,
            Settings settings,
            Map<String, String> common,
            Platform.Options options) {
        this.cluster = cluster;
        this.host = host;
        this.token = settings.secret("intake-token", Settings.randomToken());
        URI address = URI.create(
                "http://" + host.place().address() + ":" + host.place().freePort());
        this.cloud = new CloudControl(address);
        this.nodes = new NodesComeAndGo(cluster, cloud, this::renewDetector);
        try {
            metadataService = Optional.of(RunningProgram.start(host.program(
                            "cloud",
                            SimulatedCloudMain.class.getName(),
                            List.of("--listen", address.getHost() + ":" + address.getPort())))
                    .awaitReady(START_LIMIT, cloud::answers));
            nodes.begin();
            startWatchers(settings, common, options);
            for (ClusterNode node : cluster.nodes()) {
                detectors.put(node.name(), RunningProgram.start(detector(node.name())));
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

    /** A detector ends with the machine that it runs on. Returns when the one on the new machine knows that. */
    private void renewDetector(String node, String instance) {
        detectors.computeIfPresent(node, (_, former) -> {
            former.kill();
            RunningProgram detector = RunningProgram.start(detector(node));
            try {
                return detector.awaitReady(START_LIMIT, () -> says(detector, instance));
            } catch (RuntimeException e) {
                detector.kill();
                throw e;
            }
        });
    }

    private static boolean says(RunningProgram program, String word) {
        try {
            return Files.readString(program.log()).contains(word);
        } catch (IOException e) {
            return false;
        }
    }

    private Program detector(String node) {
        return host.program(
                "detector-" + node,
                DETECTOR,
                List.of(
                        "--node=" + node,
                        "--watcher-url=" + watchers.getFirst().address(),
                        "--token-file=" + token,
                        "--cloud=aws",
                        "--metadata=" + metadata(node),
                        "--listen=off"));
    }

    public List<Service> watchers() {
        return List.copyOf(watchers);
    }

    /**
     * Gives notice now, and takes the node away when the time is up; a while later it is there again, as an instance of
     * its own. A rebalance recommendation takes nothing away.
     *
     * @return done when the node is gone; at once where it stays
     */
    public CompletableFuture<Void> interrupt(String node, InterruptionKind kind, Duration in) {
        return nodes.interrupt(node, kind, in);
    }

    /** When a node goes, or went, that is on its way out and not back yet. */
    public Optional<Instant> leavesAt(String node) {
        return nodes.leavesAt(node);
    }

    /** Gives notice and takes nothing away, until {@link #withdraw}. Returns when a detector can see it. */
    public void announce(String node, InterruptionKind kind, Duration in) {
        cloud.notice(node, kind, in);
    }

    public void withdraw(String node, InterruptionKind kind) {
        cloud.withdraw(node, kind);
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
        closeDetectors();
        watchers.forEach(Service::close);
    }

    /** None of them is renewed after that. */
    private void closeDetectors() {
        for (String node : detectors.keySet()) {
            detectors.computeIfPresent(node, (_, detector) -> {
                detector.close();
                return null;
            });
        }
    }

    /** Where the cloud tells a node of itself, as the detector's {@code --metadata} has it. */
    public String metadata(String node) {
        return cloud.metadata(node);
    }

    /** Process ids of the detectors. */
    public List<Long> detectors() {
        return detectors.values().stream().map(RunningProgram::pid).toList();
    }

    @Override
    public void close() {
        nodes.close();
        closeDetectors();
        metadataService.ifPresent(RunningProgram::close);
        watchers.forEach(Service::close);
    }
}
