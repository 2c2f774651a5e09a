package dev.ondes.playground.cluster.embedded;

import dev.ondes.playground.cluster.ClusterNode;
import dev.ondes.playground.cluster.embedded.ApiRules.LogQuery;
import dev.ondes.playground.cluster.embedded.LocalImages.LocalImage;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The embedded cluster in this process: API server, scheduler, garbage collector, node monitor and nodes, composed.
 * Owns them, the processes of all pods and its folder's content.
 */
final class EmbeddedKubernetes implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Settings settings;
    private final Path logs;
    private final ApiServer server;
    private final Sandbox sandbox;

    /**
     * How it differs from run to run.
     *
     * @param folder its own, for volumes and logs
     * @param namespace made at start
     * @param images name to what stands for it
     * @param statusLag how long after a container's end its status tells it; on a real node up to two seconds
     * @param quarantine how long after a node's end its pods are ended; on a real cluster 40 to 60 s
     * @param unheard after how much silence a node isn't ready
     */
    record Settings(
            Path folder,
            String namespace,
            List<ClusterNode> nodes,
            Map<String, LocalImage> images,
            Duration statusLag,
            Duration quarantine,
            Duration unheard) {

        static Settings of(Path folder, String namespace, Map<String, LocalImage> images) {
            return new Settings(
                    folder,
                    namespace,
                    ClusterNode.THREE,
                    images,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(16));
        }
    }

    EmbeddedKubernetes(Settings settings, Clock clock) throws IOException {
        this.settings = settings;
        this.logs = Files.createDirectories(settings.folder().resolve("logs"));
        this.sandbox = Sandbox.best();
        this.server = own(new ApiServer(clock, this::log));
        KubernetesClient client = own(server.client());
        client.resource("""
                        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}
                        """.formatted(settings.namespace())).create();
        World world = own(new World(client));
        var statuses = new PodStatuses(client);
        var images = new LocalImages(settings.images());
        List<Loop> loops = new ArrayList<>();
        List<NodeAgent> agents = new ArrayList<>();
        for (ClusterNode node : settings.nodes()) {
            Path folder = Files.createDirectories(settings.folder().resolve(node.name()));
            agents.add(new NodeAgent(
                    node,
                    new NodeSetting(world, statuses, images, sandbox, folder, logs, settings.statusLag(), clock)));
        }
        loops.addAll(agents);
        loops.add(new Scheduler(world, statuses, clock));
        loops.add(new GarbageCollector(world, statuses, settings.quarantine(), clock));
        loops.add(new NodeMonitor(world, agents, settings.unheard(), clock));
        loops.add(new Loop("requests", Duration.ofSeconds(1)) {
            @Override
            void look() throws InterruptedException {
                server.forgetRequests();
            }
        });
        loops.forEach(loop -> own(loop).start());
    }

    /** Appears in one piece: others wait for it. */
    Path writeKubeconfig() throws IOException {
        Path file = kubeconfig(settings.folder());
        Path unfinished = settings.folder().resolve("kubeconfig.new");
        server.writeKubeconfig(unfinished, settings.namespace());
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Path kubeconfig(Path folder) {
        return folder.resolve("kubeconfig");
    }

    String sandbox() {
        return sandbox.description();
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    private String log(LogQuery query) {
        String prefix = query.namespace() + "_" + query.pod() + "_";
        try (Stream<Path> files = Files.list(logs)) {
            Path log = query.container() != null
                    ? NodeSetting.log(logs, query.namespace(), query.pod(), query.container())
                    : files.filter(file -> file.getFileName().toString().startsWith(prefix))
                            .findFirst()
                            .orElse(logs);
            return Files.isRegularFile(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
