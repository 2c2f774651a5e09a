package dev.ondes.playground.demo;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.cluster.Images;
import dev.ondes.playground.images.ObjectStore;
import dev.ondes.playground.platform.Alerting;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.platform.ImageBuilding;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.RunnerClass;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./ondes up}: the same platform as the demo's, until Ctrl-C. */
@Command(name = "up", description = "Keeps the platform running until Ctrl-C, and prints its addresses.")
public final class UpCommand implements Callable<Integer> {
    private static final String PROJECT = "demo/ringlog";

    @Option(
            names = "--cluster",
            description = "embedded, real, k3s or kubeconfig[=FILE]; default: real where it is built, else embedded")
    private @Nullable String cluster;

    @Option(names = "--images", description = "also a registry, an S3 and image-builder")
    private boolean images;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.standard();
        ClusterKind kind = ClusterKind.choose(cluster);
        try (var control = Control.claim(Home.here().folder());
                var session = Session.start(
                        kind,
                        Platform.Options.DEMO
                                .withSpotWatchers(2)
                                .withImages(images)
                                .withCaches(true)
                                .withAlerting(Alerting.Wanted.ONE),
                        console)) {
            control.open(session.platform().spot());
            Platform platform = session.platform();
            platform.gitlab().createProject(PROJECT);
            platform.alerting().awaitReady();
            console.plain("");
            console.plain("GitLab          " + platform.gitlab().base());
            console.plain("  push to       " + platform.gitlab().pushUrl(PROJECT)
                    + "   (its password is also the API's PRIVATE-TOKEN)");
            console.plain("  jobs          tags: " + tags() + "; image: " + Images.SAMPLE_BUILD);
            console.plain("  another one   curl -H 'PRIVATE-TOKEN: …' -d name=NAME -d namespace=GROUP "
                    + platform.gitlab().base() + "/api/v4/projects");
            console.plain("broker          ONDES_AMQP_URL=" + platform.broker().url() + "   (./ondes events --follow)");
            console.plain("job-dispatcher  " + platform.dispatcher().address() + "/q/health, /q/metrics");
            platform.schedulers()
                    .forEach(service ->
                            console.plain(service.name() + " " + service.address() + "/q/health, /q/metrics"));
            platform.spot()
                    .watchers()
                    .forEach(service ->
                            console.plain(service.name() + "  " + service.address() + "/q/health, /q/metrics"));
            platform.alerting()
                    .replicas()
                    .forEach(service ->
                            console.plain("console         " + service.address() + "   (metrics: /q/metrics)"));
            platform.caches()
                    .ifPresent(store ->
                            console.plain("caches          " + store.server().url() + "   (bucket " + ObjectStore.BUCKET
                                    + ", credentials in " + store.credentials() + ")"));
            platform.images().ifPresent(images -> {
                var parts = images.parts();
                String address = images.builder().address().toString();
                String kubectl = "kubectl -n " + session.cluster().namespace();
                console.plain("image-builder   " + address + "   (jobs: image " + Images.CLI
                        + "; ONDES_BUILD_SERVER and CI_REGISTRY_IMAGE are set)");
                console.plain("  policy        " + images.policy());
                console.plain("  from a shell  " + kubectl + " create serviceaccount " + ImageBuilding.PERSON + " && "
                        + kubectl + " create token " + ImageBuilding.PERSON + " --audience " + address + " >token");
                console.plain("                ./ondes build FOLDER --server " + address
                        + " --token-file token --destination "
                        + parts.registry().host() + "/person/try:1");
                console.plain("registry        " + parts.registry().host() + "   (plain HTTP)");
                console.plain("S3              " + parts.store().server().url() + "   (bucket " + ObjectStore.BUCKET
                        + ", credentials in " + parts.store().credentials() + ")");
            });
            console.plain("Kubernetes      KUBECONFIG=" + session.cluster().kubeconfig());
            console.plain("logs            " + session.folder());
            console.plain("");
            console.say("running; Ctrl-C or kill -TERM "
                    + ProcessHandle.current().pid() + " ends it; ./ondes interrupt node2 takes a node away");
            // Ctrl-C starts the session's shutdown hook, which ends all; this thread has nothing more to do.
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private static String tags() {
        return RunnerClass.DEMO.stream()
                .map(known -> known.tags() + " for class " + known.name())
                .collect(Collectors.joining(", "));
    }
}
