package dev.ondes.playground.cluster;

import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.PlaygroundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Kubernetes for as long as one run needs it. Whoever started it closes it; closing twice is harmless, and
 * nothing of it is left then (of a given cluster: nothing of ours in it).
 */
public interface Cluster extends AutoCloseable {
    /** For people, such as {@code real Kubernetes v1.34.4 with 3 nodes}. */
    String description();

    /** With every right. */
    Path kubeconfig();

    /**
     * With the rights that a service needs and no more, where the cluster knows rights and they are ours to give.
     *
     * @param service such as {@code pod-scheduler}
     */
    default Path kubeconfigOf(String service) {
        return kubeconfig();
    }

    /** Where pods of jobs are made; exists. */
    default String namespace() {
        return Workspace.NAMESPACE;
    }

    List<ClusterNode> nodes();

    /** Where servers must run and listen so that pods reach them. */
    Place place();

    /** The images that nodes have without a pull. */
    List<String> images();

    Faults faults();

    /** The API server's audit log, a JSON line for each call, where it keeps one. */
    default Optional<Path> auditLog() {
        return Optional.empty();
    }

    /**
     * The {@code capacities} part of a class file: how pods reach each capacity type here.
     */
    default String capacities() {
        return Capacities.yaml(nodes());
    }

    /**
     * Makes it fit for building images, where it can be: nodes get {@link Images#BUILDAH}, {@link Images#CONTEXT} and
     * {@link Images#CLI}, and pull from a registry by plain HTTP.
     *
     * @param registry such as {@code 10.213.1.1:20000}
     * @param say hears what takes a while
     * @return whether it is fit now
     */
    default boolean letBuildImages(String registry, Consumer<String> say) {
        return false;
    }

    /**
     * Lets nodes pull from a registry by plain HTTP; nothing where nodes pull none.
     *
     * @param registry such as {@code 10.213.1.1:20000}
     */
    default void trustRegistry(String registry) {}

    /** What {@code kubectl} says with these arguments. @throws PlaygroundException when it fails, or there is none */
    default String kubectl(String... arguments) {
        throw new PlaygroundException("only a real cluster made here has a kubectl");
    }

    @Override
    void close();
}
