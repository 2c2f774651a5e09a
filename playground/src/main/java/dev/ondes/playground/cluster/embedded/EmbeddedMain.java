package dev.ondes.playground.cluster.embedded;

import dev.ondes.playground.cluster.embedded.EmbeddedKubernetes.Settings;
import dev.ondes.playground.cluster.embedded.LocalImages.LocalImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The embedded cluster as a program: prints the path of its kubeconfig when it is up, and runs until it is told to
 * stop.
 */
@Command(name = "embedded-kubernetes", description = "A stand-in for a Kubernetes; containers are local processes.")
public final class EmbeddedMain implements Callable<Integer> {
    @Option(names = "--folder", required = true, description = "for volumes, logs and the kubeconfig")
    private Path folder = Path.of("");

    @Option(names = "--namespace", defaultValue = "ondes-jobs", description = "made at start")
    private String namespace = "";

    @Option(names = "--tools-image", description = "an image that this machine's own programs stand for")
    private List<String> toolsImages = List.of();

    @Option(names = "--agent-image", description = "the name of job-agent's image")
    private @Nullable String agentImage;

    @Option(names = "--agent-root", description = "the folder made by job-agent's build-root.sh")
    private @Nullable Path agentRoot;

    @Option(names = "--agent-command", description = "its entrypoint, word by word")
    private List<String> agentCommand = List.of();

    /** Starts it. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new EmbeddedMain()).execute(arguments));
    }

    /** Where it writes its kubeconfig when it is up. */
    public static Path kubeconfig(Path folder) {
        return EmbeddedKubernetes.kubeconfig(folder);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, LocalImage> images = new LinkedHashMap<>();
        toolsImages.forEach(name -> images.put(name, LocalImages.tools()));
        if (agentImage != null && agentRoot != null) {
            images.put(agentImage, LocalImages.agent(agentRoot, agentCommand));
        }
        Files.createDirectories(folder);
        var stop = new CountDownLatch(1);
        var kubernetes = new EmbeddedKubernetes(Settings.of(folder, namespace, images), Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(kubernetes::close, "end of cluster"));
        System.out.println("containers run in " + kubernetes.sandbox());
        System.out.println("kubeconfig=" + kubernetes.writeKubeconfig());
        stop.await();
        return 0;
    }
}
