package dev.ondes.playground.bench;

import dev.ondes.context.pack.ContextPacker;
import dev.ondes.context.pack.ContextTree;
import dev.ondes.context.pack.PackedContext;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.demo.Console;
import dev.ondes.playground.demo.Session;
import dev.ondes.playground.platform.ImageBuilding;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.process.PlaygroundException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./ondes bench build}: what an image build costs before the builder has its first byte. Packing, and on a true cluster requests,
 * uploads and the service's memory.
 */
@Command(
        name = "build",
        description =
                "What an image's build costs until its builder begins: packing beside tar | gzip, requests beside a bare"
                        + " Job, uploads beside curl, memory with many builds.")
public final class BuildBench implements Callable<Integer> {
    @Option(names = "--folder", description = "a context to pack; default: one that is made up")
    private @Nullable Path folder;

    @Option(names = "--files", description = "of a made-up context (default ${DEFAULT-VALUE})")
    private int files = 4_000;

    @Option(names = "--megabytes", description = "of a made-up context (default ${DEFAULT-VALUE})")
    private int megabytes = 200;

    @Option(names = "--pairs", description = "runs of each, by turns (default ${DEFAULT-VALUE})")
    private int pairs = 5;

    @Option(
            names = "--cluster",
            description = "real, k3s or kubeconfig[=FILE]; embedded: packing alone; default: real where it is built")
    private @Nullable String cluster;

    @Option(names = "--builds", description = "requests, all of them under way in the end (default ${DEFAULT-VALUE})")
    private int builds = 40;

    @Option(names = "--upload", description = "MiB of an upload (default ${DEFAULT-VALUE})")
    private int upload = 48;

    @Override
    public Integer call() {
        Console console = Console.standard();
        try {
            Path place = Files.createTempDirectory("ondes-bench-build");
            try {
                Path context = folder != null ? folder : SampleContext.make(place.resolve("context"), files, megabytes);
                new PackBench(context, place, console).run(pairs);
                ClusterKind kind = ClusterKind.choose(cluster);
                if (kind.way() == ClusterKind.Way.EMBEDDED) {
                    console.say("requests and uploads are left out: they want a true cluster (--cluster real)");
                } else {
                    service(kind, place, console);
                }
            } finally {
                delete(place);
            }
        } catch (IOException e) {
            throw new PlaygroundException("the benchmark can't go on: " + e.getMessage());
        }
        return 0;
    }

    private void service(ClusterKind kind, Path place, Console console) throws IOException {
        try (var session = Session.start(kind, Platform.Options.DEMO.withImages(true), console);
                var kubernetes = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(
                                session.cluster().kubeconfig().toFile()))
                        .build();
                var client = new BuilderClient(
                        kubernetes, session.cluster(), images(session).builder().address())) {
            String registry = images(session).parts().registry().host();
            var build = new OndesBuild(client, registry);
            Path small = SampleContext.make(place.resolve("small"), 10, 1);
            var _ = build.detached(small, "first");
            PackedContext packed =
                    ContextPacker.usual().pack(ContextTree.of(small, "Dockerfile"), place.resolve("small.tar.gz"));
            var requests = new RequestBench(
                    session.cluster(), kubernetes, client, images(session).builder(), registry, console);
            requests.unchanged(
                    Map.of("tarSha256", packed.tarSha256(), "sha256", packed.sha256(), "size", packed.size()), builds);
            requests.run(packed.tarSha256(), builds);
            new UploadBench(client, build, place, console).run(pairs, upload);
        }
    }

    private static ImageBuilding images(Session session) {
        return session.platform().images().orElseThrow();
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
