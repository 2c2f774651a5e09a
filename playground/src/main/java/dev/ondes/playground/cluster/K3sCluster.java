package dev.ondes.playground.cluster;

import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.PlaygroundException;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * K3s in a container, with one on-demand node; where a Docker engine runs. Images are made of this machine's Debian
 * packages and imported, so this machine must be a Debian.
 */
final class K3sCluster implements Cluster {
    private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.4-k3s1");

    private final K3sContainer container;
    private final Path kubeconfig;
    private final KubernetesClient client;
    private final List<ClusterNode> nodes;
    private final List<String> images;

    private K3sCluster(K3sContainer container, Path kubeconfig, List<String> images) {
        this.container = container;
        this.kubeconfig = kubeconfig;
        this.images = images;
        this.client = Workspace.client(kubeconfig);
        this.nodes = client.nodes().list().getItems().stream()
                .map(node -> ClusterNode.onDemand(node.getMetadata().getName()))
                .toList();
        nodes.forEach(node -> client.nodes()
                .withName(node.name())
                .edit(current -> new NodeBuilder(current)
                        .editMetadata()
                        .addToLabels(node.labels())
                        .endMetadata()
                        .build()));
        Workspace.make(client, Workspace.NAMESPACE);
    }

    static K3sCluster start(Path checkout, Path folder, Consumer<String> say) {
        var container = new K3sContainer(IMAGE);
        container.start();
        try {
            Files.createDirectories(folder);
            Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), container.getKubeConfigYaml());
            return new K3sCluster(container, kubeconfig, importImages(container, checkout, folder, say));
        } catch (IOException | RuntimeException e) {
            container.stop();
            throw new PlaygroundException("k3s can't be used: " + e.getMessage());
        }
    }

    private static List<String> importImages(K3sContainer container, Path checkout, Path folder, Consumer<String> say) {
        var script = new KubernetesScript(checkout, KubernetesScript.SLOTS, say);
        List<String> images = ClusterImages.define(script, ProgramRoot.make(ProgramRoot.Kind.AGENT, checkout, say));
        for (String image : images) {
            Path archive = folder.resolve("image.tar");
            script.writeTo(archive, "archive", image);
            container.copyFileToContainer(MountableFile.forHostPath(archive), "/image.tar");
            run(container, "ctr", "-n", "k8s.io", "images", "import", "/image.tar");
        }
        return images;
    }

    private static void run(K3sContainer container, String... command) {
        try {
            ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new PlaygroundException(String.join(" ", command) + ": " + result.getStderr());
            }
        } catch (IOException e) {
            throw new PlaygroundException(String.join(" ", command) + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("k3s: interrupted");
        }
    }

    @Override
    public String description() {
        return "K3s in Docker";
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public List<ClusterNode> nodes() {
        return nodes;
    }

    /** This machine's address in Docker's network. */
    @Override
    public Place place() {
        String gateway = container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> network.getGateway())
                .findFirst()
                .orElseThrow();
        return new Place(gateway, List.of());
    }

    @Override
    public List<String> images() {
        return images;
    }

    @Override
    public Faults faults() {
        return new GivenFaults(client);
    }

    @Override
    public void close() {
        client.close();
        container.stop();
    }
}
