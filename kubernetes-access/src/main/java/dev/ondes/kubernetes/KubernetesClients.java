package dev.ondes.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/** Makes clients of the API server: JDK HTTP, virtual threads, few and quick retries, told apart in its audit log. */
public final class KubernetesClients {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private KubernetesClients() {}

    /**
     * How a service is told apart in the API server's audit log.
     *
     * @param service such as {@code pod-scheduler}
     * @param program a class of its program, whose jar says the version
     */
    public static String userAgent(String service, Class<?> program) {
        String version = program.getPackage().getImplementationVersion();
        return "ondes-" + service + "/" + (version == null ? "dev" : version);
    }

    /**
     * Makes one.
     *
     * @param kubeconfig empty for the service account of the pod that we run in
     * @param limit of one request
     * @param retries after a request that got no answer, or 429, or 5xx
     */
    public static KubernetesClient create(
            Optional<Path> kubeconfig, String userAgent, Duration limit, int retries, ExecutorService threads) {
        return new KubernetesClientBuilder()
                .withConfig(config(kubeconfig, userAgent, limit, retries))
                .withHttpClientFactory(new VirtualThreads(threads))
                .withTaskExecutor(threads)
                // To make one reads the names of all kinds of objects that there are.
                .withKubernetesSerialization(SERIALIZATION)
                .build();
    }

    private static Config config(Optional<Path> kubeconfig, String userAgent, Duration limit, int retries) {
        Config base = kubeconfig.map(KubernetesClients::read).orElseGet(() -> Config.autoConfigure(null));
        int milliseconds = Math.toIntExact(limit.toMillis());
        return new ConfigBuilder(base)
                .withUserAgent(userAgent)
                .withRequestTimeout(milliseconds)
                .withConnectionTimeout(milliseconds)
                .withRequestRetryBackoffLimit(retries)
                .withRequestRetryBackoffInterval(100)
                .build();
    }

    private static Config read(Path kubeconfig) {
        if (!Files.isReadable(kubeconfig)) {
            throw new IllegalArgumentException("kubeconfig: " + kubeconfig
                    + " can't be read; name a readable file, or leave the key out inside a cluster");
        }
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    private static final class VirtualThreads extends JdkHttpClientFactory {
        private final Executor threads;

        VirtualThreads(Executor threads) {
            this.threads = threads;
        }

        @Override
        protected HttpClient.Builder createNewHttpClientBuilder() {
            return super.createNewHttpClientBuilder().executor(threads);
        }
    }
}
