package dev.ondes.playground.cluster;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A true API server for the tests of single modules, which make calls and run no pods. Nothing else writes to its objects:
 * no controller, no scheduler, no kubelet. {@value #VARIABLE} tells the tests where it is.
 */
public final class RealApiServer implements AutoCloseable {
    /** Variable in the environment of the tests: a kubeconfig file. */
    public static final String VARIABLE = "ONDES_TEST_KUBECONFIG";

    private final KubernetesScript script;
    private boolean ended;

    private RealApiServer(KubernetesScript script) {
        this.script = script;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end of API server"));
    }

    /** Whether all that takes minutes has been done on this machine. */
    public static boolean isBuilt(Path checkout) {
        return RealCluster.isBuilt(checkout);
    }

    /** Starts it, with what takes minutes before it where that was never done here. */
    public static RealApiServer start(Path checkout, Consumer<String> say) {
        RealCluster.prepare(checkout, say);
        KubernetesScript script = RealCluster.claim(checkout, say);
        try {
            script.must("api");
            return new RealApiServer(script);
        } catch (RuntimeException e) {
            script.call("down");
            throw e;
        }
    }

    public Path kubeconfig() {
        return Path.of(Objects.requireNonNull(script.print().get("kubeconfig")));
    }

    /** Ends it; twice is once. */
    @Override
    public synchronized void close() {
        if (!ended) {
            ended = true;
            script.call("down");
        }
    }
}
