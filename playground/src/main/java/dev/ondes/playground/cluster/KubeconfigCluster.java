package dev.ondes.playground.cluster;

import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.PlaygroundException;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Any cluster, by its kubeconfig. Ours in it is one namespace with a name of its own, which goes on {@link #close}.
 * Its nodes must be able to pull {@link Images#AGENT} and to reach this machine, at the address from which it
 * reaches them or at what {@value #ADDRESS_VARIABLE} says.
 */
final class KubeconfigCluster implements Cluster {
    static final String ADDRESS_VARIABLE = "ONDES_PLAYGROUND_ADDRESS";

    private final Path kubeconfig;
    private final KubernetesClient client;
    private final String namespace;
    private final List<ClusterNode> nodes;

    private KubeconfigCluster(Path kubeconfig, KubernetesClient client, String namespace) {
        this.kubeconfig = kubeconfig;
        this.client = client;
        this.namespace = namespace;
        this.nodes = client.nodes().list().getItems().stream()
                .map(KubeconfigCluster::node)
                .toList();
    }

    static KubeconfigCluster start(Path kubeconfig) {
        KubernetesClient client = Workspace.client(kubeconfig);
        String namespace = "ondes-" + UUID.randomUUID().toString().substring(0, 8);
        Workspace.make(client, namespace);
        return new KubeconfigCluster(kubeconfig, client, namespace);
    }

    private static ClusterNode node(Node node) {
        return new ClusterNode(
                node.getMetadata().getName(),
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of()),
                node.getSpec().getTaints().stream()
                        .map(taint -> new ClusterNode.NodeTaint(
                                taint.getKey(), Objects.requireNonNullElse(taint.getValue(), ""), taint.getEffect()))
                        .collect(Collectors.toList()));
    }

    @Override
    public String description() {
        return "the Kubernetes of " + kubeconfig + ", namespace " + namespace;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public List<ClusterNode> nodes() {
        return nodes;
    }

    @Override
    public Place place() {
        String given = System.getenv(ADDRESS_VARIABLE);
        return new Place(
                given != null && !given.isBlank()
                        ? given
                        : addressTowards(client.getMasterUrl().toString()),
                List.of());
    }

    /** No packet is sent: the kernel only says which of this machine's addresses it would use. */
    private static String addressTowards(String server) {
        URI uri = URI.create(server);
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(uri.getHost()), Math.max(uri.getPort(), 1)));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException e) {
            throw new PlaygroundException(
                    "this machine's address towards " + server + " is unknown; say it in " + ADDRESS_VARIABLE);
        }
    }

    /** What its nodes have is unknown. */
    @Override
    public List<String> images() {
        return List.of();
    }

    @Override
    public Faults faults() {
        return new GivenFaults(client);
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
