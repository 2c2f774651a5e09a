package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.ImageBuilding;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.RunnerClass;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The node of a build is taken away, for good or for a reboot, at a seeded moment from before its pod has one until after the push. The
 * build ends once, with an image whose digest the registry holds. How many moments: the system property {@code ondes.seeds}, from
 * {@code ondes.seed} on.
 */
@Tag("real")
class RealBuildLossIT extends Scenario {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration JITTER = Duration.ofMillis(1500);
    private static final List<String> SPOT = List.of("node2", "node3");

    /** How far the build is when its node goes. */
    private enum Stage {
        REQUESTED,
        BOUND,
        CONTEXT,
        BUILDS,
        PUSHED
    }

    RealBuildLossIT() {
        super(ClusterKind.REAL);
    }

    /** Who asks for the build is on the node that stays: its own loss is another test's. */
    @Override
    Platform.Options options() {
        return Platform.Options.DEMO
                .withImages(true)
                .withClasses(new RunnerClass("steady", List.of("linux"), 2, List.of("on-demand"), RunnerClass.SMALL));
    }

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("ondes.seeds", 2))
                .map(seed -> seed + Integer.getInteger("ondes.seed", 17));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void endsWithOneImageThatTheRegistryHolds(int seed) throws Exception {
        // Given
        var random = new Random(seed);
        Stage stage = Stage.values()[Math.floorMod(seed - 1, Stage.values().length)];
        boolean boots = seed % 2 == 0;
        awaitUsable();
        World.Run run = world().push(source(seed));
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> reached(stage, run, seed));
        if (stage != Stage.PUSHED) {
            LockSupport.parkNanos(random.nextLong(JITTER.toNanos()));
        }
        String victim =
                pods(run).stream().flatMap(RealBuildLossIT::node).findFirst().orElse(SPOT.get(random.nextInt(2)));

        // When
        long begin = System.nanoTime();
        world().cluster().faults().nodeVanishes(victim);
        if (boots) {
            world().cluster().faults().nodeReturns(victim);
        }

        // Then
        List<CiJob> jobs = world().awaitEnd(run);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        if (!boots) {
            world().cluster().faults().nodeReturns(victim);
        }
        assertThat(jobs)
                .singleElement()
                .satisfies(job ->
                        assertThat(job.status()).as(() -> world().log(run, job)).isEqualTo("success"));
        String id = Objects.requireNonNull(
                jobs(run).getFirst().getMetadata().getLabels().get("ondes.dev/build"));
        BuildDone done = await().atMost(LIMIT)
                .until(() -> ends().filter(end -> end.buildId().equals(id)).toList(), ends -> !ends.isEmpty())
                .getFirst();
        System.out.printf(
                "seed %d: %s %s when the build was %s; ended %d s later, attempts: %d, image of %s%n",
                seed,
                victim,
                boots ? "booted" : "vanished",
                stage.name().toLowerCase(java.util.Locale.ROOT),
                seconds,
                done.attempts(),
                done.node());
        assertThat(done.outcome()).isEqualTo(BuildOutcome.SUCCEEDED);
        assertThat(done.images())
                .singleElement()
                .satisfies(image -> assertThat(heldBy(image))
                        .as("what the registry has under the tag and the digest")
                        .containsOnly(image.digest()));
        assertThat(world().log(run, jobs.getFirst()))
                .contains(done.images().getFirst().digest());
        await("nothing of it runs on")
                .atMost(LIMIT)
                .until(() -> pods(run).stream()
                        .allMatch(pod -> List.of("Succeeded", "Failed")
                                .contains(pod.getStatus().getPhase())));
        assertThat(ends().collect(Collectors.groupingBy(BuildDone::buildId, Collectors.counting())))
                .as("ends of each build so far")
                .allSatisfy((build, times) -> assertThat(times).as(build).isEqualTo(1));
    }

    private boolean reached(Stage stage, World.Run run, int seed) {
        BooleanSupplier there =
                switch (stage) {
                    case REQUESTED -> () -> !jobs(run).isEmpty();
                    case BOUND ->
                        () -> pods(run).stream()
                                .flatMap(RealBuildLossIT::node)
                                .findAny()
                                .isPresent();
                    case CONTEXT -> () -> runs(run, pod -> pod.getStatus().getInitContainerStatuses());
                    case BUILDS -> () -> runs(run, pod -> pod.getStatus().getContainerStatuses());
                    case PUSHED -> () -> manifest(run(seed), "1").statusCode() == 200;
                };
        return there.getAsBoolean();
    }

    private boolean runs(World.Run run, Function<Pod, List<ContainerStatus>> containers) {
        return pods(run).stream()
                .flatMap(pod -> Stream.ofNullable(containers.apply(pod)).flatMap(List::stream))
                .anyMatch(container -> container.getState().getRunning() != null
                        || container.getState().getTerminated() != null);
    }

    private static Stream<String> node(Pod pod) {
        return Stream.ofNullable(pod.getSpec().getNodeName());
    }

    private List<Job> jobs(World.Run run) {
        return world().kubernetes()
                .batch()
                .v1()
                .jobs()
                .inNamespace(world().cluster().namespace())
                .withLabel("ondes.dev/project", Long.toString(run.project()))
                .list()
                .getItems();
    }

    private List<Pod> pods(World.Run run) {
        return world().kubernetes()
                .pods()
                .inNamespace(world().cluster().namespace())
                .withLabel("ondes.dev/project", Long.toString(run.project()))
                .list()
                .getItems();
    }

    private Stream<BuildDone> ends() {
        return world().events().all(BuildDone.class);
    }

    /** What the registry has under the image's tag and under its digest: their digests, computed anew. */
    private List<String> heldBy(BuiltImage image) {
        String path = image.name().substring(image.name().indexOf('/') + 1);
        String repository = path.substring(0, path.lastIndexOf(':'));
        String tag = path.substring(path.lastIndexOf(':') + 1);
        return Stream.of(tag, image.digest())
                .map(reference -> sha256(manifest(repository, reference).body()))
                .toList();
    }

    private HttpResponse<byte[]> manifest(String repository, String reference) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://" + registry() + "/v2/" + repository + "/manifests/" + reference))
                            .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String registry() {
        return images().parts().registry().host();
    }

    private ImageBuilding images() {
        return world().platform().images().orElseThrow();
    }

    private static String run(int seed) {
        return "scratch/loss-" + seed;
    }

    private Path source(int seed) throws IOException {
        return ImageProject.source(
                world(),
                ImageProject.SHELL + "RUN for step in 1 2 3 4 5 6; do echo \"step $step\"; sleep 0.5; done\n",
                """
                build-image:
                %1$s
                    - ondes build . --destination "%2$s/""" + run(seed) + ":1\"\n");
    }

    /** The nodes are back from an earlier loss, and take pods. */
    private void awaitUsable() {
        await().atMost(LIMIT).until(() -> SPOT.stream().allMatch(this::isUsable));
    }

    private boolean isUsable(String name) {
        var node = world().kubernetes().nodes().withName(name).get();
        return node != null
                && node.getSpec().getTaints().size() == 1
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
