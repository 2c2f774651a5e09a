package dev.ondes.playground.cluster;

import dev.ondes.playground.cluster.KubernetesScript.Answer;
import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.PlaygroundException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A true Kubernetes made on this machine by {@code playground/kubernetes}: three nodes, a network of its own. */
final class RealCluster implements Cluster {
    private final KubernetesScript script;
    private final Map<String, String> facts;
    private final List<String> images;
    private final Path checkout;
    private final KubernetesClient client;
    private final Thread hook = new Thread(this::end, "end of cluster");
    private boolean hasBuilds;
    private boolean ended;

    private RealCluster(KubernetesScript script, Path checkout, List<String> images, boolean hasBuilds) {
        this.hasBuilds = hasBuilds;
        this.script = script;
        this.facts = script.print();
        this.images = List.copyOf(images);
        this.client = Workspace.client(kubeconfig());
        Runtime.getRuntime().addShutdownHook(hook);
        Workspace.make(client, namespace());
        this.checkout = checkout;
    }

    /** Whether all that takes minutes has been done on this machine. */
    static boolean isBuilt(Path checkout) {
        Answer answer = new KubernetesScript(checkout, 0, line -> {}).call("check");
        return answer.succeeded() && answer.output().equals("ready");
    }

    static Optional<String> obstacle(Path checkout) {
        Answer answer = new KubernetesScript(checkout, 0, line -> {}).call("check");
        return answer.succeeded() ? Optional.empty() : Optional.of(answer.said().replace("kubernetes: ", ""));
    }

    /** Does what takes minutes, once on a machine: packages, and the binary. */
    static void prepare(Path checkout, Consumer<String> say) {
        new KubernetesScript(checkout, 0, say).must("install");
    }

    /** Builds the binary alone, once on a machine; installs nothing, so that others may do that meanwhile. */
    static void build(Path checkout, Consumer<String> say) {
        new KubernetesScript(checkout, 0, say).must("binary");
    }

    /** @param more that its nodes have from the beginning */
    static RealCluster start(Path checkout, Set<MoreImages> more, Consumer<String> say) {
        prepare(checkout, say);
        Optional<ProgramRoot> agent = ProgramRoot.make(ProgramRoot.Kind.AGENT, checkout, say);
        KubernetesScript script = claim(checkout, say);
        try {
            List<String> images = ClusterImages.define(script, agent);
            images.add(Images.BUSYBOX);
            if (more.contains(MoreImages.BUILDS)) {
                defineBuilds(script, checkout, say);
            }
            if (more.contains(MoreImages.SERVICES)) {
                defineServices(script, checkout, say);
            }
            script.must(
                    Stream.concat(Stream.of("up"), ClusterNode.THREE.stream().map(RealCluster::specification))
                            .toArray(String[]::new));
            return new RealCluster(script, checkout, images, more.contains(MoreImages.BUILDS));
        } catch (RuntimeException e) {
            script.call("down");
            throw e;
        }
    }

    /** A place for a cluster that nobody holds. */
    static KubernetesScript claim(Path checkout, Consumer<String> say) {
        for (int slot = 0; slot < KubernetesScript.SLOTS; slot++) {
            var script = new KubernetesScript(checkout, slot, say);
            Answer answer = new KubernetesScript(checkout, slot, line -> {}).call("claim");
            if (answer.succeeded()) {
                return script;
            }
            if (answer.exitCode() != KubernetesScript.TAKEN) {
                throw new PlaygroundException("no cluster can be made here: " + answer.said());
            }
        }
        throw new PlaygroundException(KubernetesScript.SLOTS + " clusters run on this machine already");
    }

    private static String specification(ClusterNode node) {
        return node.name() + ":"
                + String.join(
                        ",",
                        Stream.concat(
                                        node.labels().entrySet().stream()
                                                .map(label -> label.getKey() + "=" + label.getValue()),
                                        node.taints().stream().map(taint -> "taint=" + taint))
                                .toList());
    }

    @Override
    public String description() {
        return "real Kubernetes with " + nodes().size() + " nodes (cgroup v" + fact("cgroup") + ")";
    }

    private String fact(String key) {
        String fact = facts.get(key);
        if (fact == null) {
            throw new IllegalStateException("kubernetes.sh print lacks " + key);
        }
        return fact;
    }

    @Override
    public Path kubeconfig() {
        return Path.of(fact("kubeconfig"));
    }

    @Override
    public Path kubeconfigOf(String service) {
        Workspace.grant(client, checkout, namespace(), service);
        return Path.of(script.must("user", service));
    }

    @Override
    public List<ClusterNode> nodes() {
        return ClusterNode.THREE;
    }

    @Override
    public Place place() {
        // Not `ip netns exec`: that mounts a fresh /sys.
        return new Place(fact("address"), List.of("nsenter", "--net=" + fact("netns")));
    }

    @Override
    public List<String> images() {
        return images;
    }

    @Override
    public Optional<Path> auditLog() {
        return Optional.of(Path.of(fact("audit")));
    }

    @Override
    public synchronized boolean letBuildImages(String registry, Consumer<String> say) {
        if (!hasBuilds) {
            defineBuilds(script, checkout, say);
            hasBuilds = true;
        }
        trustRegistry(registry);
        return true;
    }

    private static void defineBuilds(KubernetesScript script, Path checkout, Consumer<String> say) {
        ClusterImages.fromPackages(script, Images.BUILDAH, Images.BUILDAH_PACKAGES);
        define(script, Images.CONTEXT, ProgramRoot.Kind.CONTEXT, checkout, say);
        define(script, Images.CLI, ProgramRoot.Kind.CLI, checkout, say);
        Optional.ofNullable(System.getenv("ONDES_SYFT"))
                .ifPresent(syft -> ClusterImages.ofProgram(script, Images.SYFT, Path.of(syft)));
    }

    /** Each root takes one core for ten seconds and more; images are made one after the other, of the same base. */
    private static void defineServices(KubernetesScript script, Path checkout, Consumer<String> say) {
        Map<ProgramRoot.Kind, ProgramRoot> roots = new ConcurrentHashMap<>();
        ProgramRoot.Kind.SERVICES.parallelStream()
                .forEach(service ->
                        ProgramRoot.make(service, checkout, say).ifPresent(root -> roots.put(service, root)));
        for (ProgramRoot.Kind service : ProgramRoot.Kind.SERVICES) {
            ProgramRoot root = roots.get(service);
            if (root != null) {
                ClusterImages.onTopOf(script, service.image(), root);
            }
        }
    }

    /** Where its module is built. */
    private static void define(
            KubernetesScript script, String image, ProgramRoot.Kind program, Path checkout, Consumer<String> say) {
        ProgramRoot.make(program, checkout, say).ifPresent(root -> ClusterImages.onTopOf(script, image, root));
    }

    @Override
    public void trustRegistry(String registry) {
        script.must("trust-registry", registry);
    }

    @Override
    public String kubectl(String... arguments) {
        return script.must(
                Stream.concat(Stream.of("kubectl"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Override
    public Faults faults() {
        return new RealFaults(script, client);
    }

    private synchronized void end() {
        if (!ended) {
            client.close();
            script.must("down");
            ended = true;
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program ends already, and the hook has been or will be called; it does nothing twice.
            Thread.onSpinWait();
        }
    }
}
