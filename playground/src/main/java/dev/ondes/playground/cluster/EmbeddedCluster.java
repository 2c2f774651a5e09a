package dev.ondes.playground.cluster;

import dev.ondes.playground.cluster.embedded.EmbeddedMain;
import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The simulated cluster, in a process of its own. */
final class EmbeddedCluster implements Cluster {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final List<String> images;
    private final RunningProgram program;
    private final KubernetesClient client;

    private EmbeddedCluster(Path folder, List<String> images, RunningProgram program) {
        this.folder = folder;
        this.images = images;
        this.program = program;
        this.client = Workspace.client(kubeconfig());
    }

    static EmbeddedCluster start(Path checkout, Path folder, Consumer<String> say) {
        List<String> images = new ArrayList<>(List.of(Images.SAMPLE_BUILD, Images.BUSYBOX));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedMain.class.getName(),
                "--folder=" + folder,
                "--namespace=" + Workspace.NAMESPACE));
        images.forEach(image -> command.add("--tools-image=" + image));
        ProgramRoot.make(ProgramRoot.Kind.AGENT, checkout, say).ifPresent(agent -> {
            images.add(Images.AGENT);
            command.add("--agent-image=" + Images.AGENT);
            command.add("--agent-root=" + agent.folder());
            agent.entrypoint().forEach(word -> command.add("--agent-command=" + word));
        });
        RunningProgram program = RunningProgram.start(new Program("embedded-kubernetes", folder, command))
                .awaitReady(START_LIMIT, () -> Files.exists(EmbeddedMain.kubeconfig(folder)));
        program.output()
                .lines()
                .filter(line -> line.startsWith("containers run in "))
                .findFirst()
                .ifPresent(say);
        return new EmbeddedCluster(folder, images, program);
    }

    @Override
    public String description() {
        return "embedded Kubernetes with " + nodes().size() + " nodes (simulated; containers are local processes)";
    }

    @Override
    public Path kubeconfig() {
        return EmbeddedMain.kubeconfig(folder);
    }

    @Override
    public List<ClusterNode> nodes() {
        return ClusterNode.THREE;
    }

    @Override
    public Place place() {
        return Place.LOOPBACK;
    }

    @Override
    public List<String> images() {
        return List.copyOf(images);
    }

    @Override
    public Faults faults() {
        return new EmbeddedFaults(client);
    }

    @Override
    public void close() {
        client.close();
        program.close();
    }
}
