package dev.ondes.playground.cluster;

import dev.ondes.playground.process.PlaygroundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * Which Kubernetes: what {@code --cluster} says. Immutable.
 *
 * @param kubeconfig of a given cluster; null for the others
 */
public record ClusterKind(Way way, @Nullable Path kubeconfig) {
    /** Made on this machine from Go modules and Debian packages. */
    public static final ClusterKind REAL = new ClusterKind(Way.REAL, null);

    /** Simulated by local processes. */
    public static final ClusterKind EMBEDDED = new ClusterKind(Way.EMBEDDED, null);

    /** K3s in Docker. */
    public static final ClusterKind K3S = new ClusterKind(Way.K3S, null);

    /** The checkout; set by the launcher and the tests. */
    private static final String HOME_PROPERTY = "ondes.home";

    /** How a cluster comes about. */
    public enum Way {
        REAL,
        EMBEDDED,
        K3S,
        KUBECONFIG;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads {@code real}, {@code embedded}, {@code k3s}, {@code kubeconfig} or {@code kubeconfig=FILE}.
     *
     * @param wanted null: the real one where it is built, else the embedded one
     * @throws PlaygroundException for anything else
     */
    public static ClusterKind choose(@Nullable String wanted) {
        if (wanted == null) {
            return RealCluster.isBuilt(checkout()) ? REAL : EMBEDDED;
        }
        return switch (wanted) {
            case "real" -> REAL;
            case "embedded" -> EMBEDDED;
            case "k3s" -> K3S;
            case "kubeconfig" -> new ClusterKind(Way.KUBECONFIG, usualKubeconfig());
            default -> {
                if (!wanted.startsWith("kubeconfig=")) {
                    throw new PlaygroundException(
                            "--cluster " + wanted + " is none of real, embedded, k3s, kubeconfig and kubeconfig=FILE");
                }
                yield new ClusterKind(Way.KUBECONFIG, Path.of(wanted.substring("kubeconfig=".length())));
            }
        };
    }

    /** What stands in the way on this machine; empty where it can be had. Changes nothing. */
    public Optional<String> obstacle() {
        return switch (way) {
            case EMBEDDED -> Optional.empty();
            case REAL -> RealCluster.obstacle(checkout());
            case K3S ->
                DockerClientFactory.instance().isDockerAvailable()
                        ? Optional.empty()
                        : Optional.of("no Docker engine answers");
            case KUBECONFIG ->
                kubeconfig != null && Files.isReadable(kubeconfig)
                        ? Optional.empty()
                        : Optional.of(kubeconfig + " can't be read");
        };
    }

    /** Whether its nodes build images and pull what was built: the embedded one's pods are processes without images. */
    public boolean buildsImages() {
        return way == Way.REAL;
    }

    /** Builds what takes minutes once on a machine, beside anything else: it installs no packages. Harmless to repeat. */
    public void build(Path checkout, Consumer<String> say) {
        if (way == Way.REAL) {
            RealCluster.build(checkout, say);
        }
    }

    /** Does what takes minutes once on a machine; harmless to repeat. */
    public void prepare(Path checkout, Consumer<String> say) {
        if (way == Way.REAL) {
            RealCluster.prepare(checkout, say);
        }
    }

    /**
     * Starts it, with all that it needs first.
     *
     * @param folder for what belongs to this run
     * @param more that nodes have from the beginning, where they are real and made here
     * @param say hears of what takes time
     * @throws PlaygroundException naming what stands in the way
     */
    public Cluster start(Path checkout, Path folder, Set<MoreImages> more, Consumer<String> say) {
        obstacle().ifPresent(why -> {
            throw new PlaygroundException("--cluster " + way.wire() + ": " + why);
        });
        return switch (way) {
            case EMBEDDED -> EmbeddedCluster.start(checkout, folder, say);
            case REAL -> RealCluster.start(checkout, more, say);
            case K3S -> K3sCluster.start(checkout, folder, say);
            case KUBECONFIG -> KubeconfigCluster.start(kubeconfig == null ? usualKubeconfig() : kubeconfig);
        };
    }

    private static Path usualKubeconfig() {
        String given = System.getenv("KUBECONFIG");
        return given != null && !given.isBlank()
                ? Path.of(given)
                : Path.of(System.getProperty("user.home"), ".kube", "config");
    }

    private static Path checkout() {
        String folder = System.getProperty(HOME_PROPERTY);
        if (folder == null) {
            throw new PlaygroundException("the property " + HOME_PROPERTY + " must name the checkout");
        }
        return Path.of(folder).toAbsolutePath().normalize();
    }

    @Override
    public String toString() {
        return way.wire();
    }
}
