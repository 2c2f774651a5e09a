package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.images.ObjectStore;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.ImageBuilding;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Service;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No secret of a build is found where it must not be: looked for with the values themselves, while it runs and afterwards. */
@Tag("real")
class RealBuildSecretsIT extends Scenario {
    private static final String BUILD_SECRET = "correct/horse+battery=staple-42";
    private static final Pattern REVERSED = Pattern.compile("reversed ([a-z-]+): ([A-Za-z0-9_.-]+)");
    private static final Pattern SIGNATURE = Pattern.compile("X-Amz-Signature=([0-9a-f]{64})");
    private static final Pattern LOGIN = Pattern.compile("\"auth\":\"([^\"]+)\"");

    RealBuildSecretsIT() {
        super(ClusterKind.REAL);
    }

    @Test
    void showsNoSecretOfABuildAnywhere() throws IOException {
        // Given: a build that is given a secret, in a job that lets us know its tokens in a form that no mask catches
        var leaks = new Leaks();
        leaks.secret("the build's secret", BUILD_SECRET);
        World.Run run = world().pushWithVariable("NPM_TOKEN", BUILD_SECRET, source());

        // When: everything that can be seen while it builds, and after it
        Pod pod = await().atMost(Duration.ofMinutes(2))
                .until(this::building, pods -> pods.size() == 1)
                .getFirst();
        secretsOf(pod).forEach(secret -> learn(leaks, secret));
        sawCluster(leaks);
        leaks.sawProcesses();
        List<CiJob> jobs = world().awaitEnd(run);
        String log = world().log(run, jobs.getFirst());
        sawCluster(leaks);
        leaks.saw("the job's log", log);
        world().events().raw().forEach(message -> leaks.saw("the broker", new String(message, StandardCharsets.UTF_8)));
        Platform platform = world().platform();
        Stream.concat(Stream.of(platform.dispatcher(), images().builder()), platform.schedulers().stream())
                .forEach(service -> sawService(leaks, service));
        leaks.sawLogs(world().folder());
        sawStore(leaks);

        // Then
        assertThat(jobs)
                .singleElement()
                .satisfies(job -> assertThat(job.status()).as(log).isEqualTo("success"));
        assertThat(log).contains("the secret has 31 bytes");
        learnTokens(leaks, log);
        assertThat(leaks.places()).contains("Jobs", "Pods", "events of Kubernetes", "the job's log", "the broker");
        assertThat(leaks.found()).isEmpty();
    }

    private List<Pod> building() {
        return world()
                .kubernetes()
                .pods()
                .inNamespace(world().cluster().namespace())
                .withLabel("app.kubernetes.io/managed-by", "ondes-image-builder")
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(container -> container.getState().getRunning() != null))
                .toList();
    }

    private List<Secret> secretsOf(Pod pod) {
        var secrets =
                world().kubernetes().secrets().inNamespace(world().cluster().namespace());
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .map(volume -> volume.getSecret().getSecretName())
                .distinct()
                .map(name -> secrets.withName(name).get())
                .toList();
    }

    /** What the pod alone may read. */
    private static void learn(Leaks leaks, Secret secret) {
        String all = secret.getData().values().stream()
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
                .reduce("", String::concat);
        assertThat(all).contains(BUILD_SECRET);
        Matcher signature = SIGNATURE.matcher(all);
        assertThat(signature.find()).as("a signed address of the context").isTrue();
        leaks.secret("the signature of the context's address", signature.group(1));
        Matcher login = LOGIN.matcher(all.replace(" ", ""));
        assertThat(login.find()).as("credentials of the registry").isTrue();
        String decoded = new String(Base64.getDecoder().decode(login.group(1)), StandardCharsets.UTF_8);
        leaks.secret("the registry's login", login.group(1));
        leaks.secret("the registry's password", decoded.substring(decoded.indexOf(':') + 1));
    }

    private void learnTokens(Leaks leaks, String log) throws IOException {
        Map<String, String> tokens = REVERSED.matcher(log)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1),
                        found -> new StringBuilder(found.group(2)).reverse().toString()));
        assertThat(tokens).containsOnlyKeys("id-token", "job-token");
        tokens.forEach(leaks::secret);
        leaks.secret("S3's secret key", images().parts().store().server().secretKey());
        leaks.secret(
                "the sealing key",
                Files.readString(world().folder().resolve("settings/image-keys"))
                        .replaceFirst("^[^:]+:", ""));
    }

    private void sawCluster(Leaks leaks) {
        var client = world().kubernetes();
        String namespace = world().cluster().namespace();
        leaks.saw(
                "Jobs",
                Serialization.asYaml(
                        client.batch().v1().jobs().inNamespace(namespace).list()));
        leaks.saw(
                "Pods",
                Serialization.asYaml(client.pods().inNamespace(namespace).list()));
        leaks.saw(
                "events of Kubernetes",
                Serialization.asYaml(client.v1().events().inNamespace(namespace).list()));
        for (Pod pod : building()) {
            for (String container : List.of("context", "builder")) {
                leaks.saw(
                        "the log of " + container,
                        client.pods()
                                .inNamespace(namespace)
                                .withName(pod.getMetadata().getName())
                                .inContainer(container)
                                .getLog());
            }
        }
    }

    private static void sawService(Leaks leaks, Service service) {
        for (String page : List.of("/q/metrics", "/q/health", "/q/openapi")) {
            leaks.saw(page + " of " + service.name(), String.valueOf(service.get(page)));
        }
    }

    private void sawStore(Leaks leaks) throws IOException {
        Path bucket = world().folder().resolve("s3/objects").resolve(ObjectStore.BUCKET);
        leaks.sawFiles(bucket, _ -> true);
        try (Stream<Path> files = Files.walk(bucket)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // Where this S3 keeps what is said about an object.
                var about = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
                for (String name : about.list()) {
                    var value = ByteBuffer.allocate(about.size(name));
                    about.read(name, value);
                    leaks.saw("metadata in S3", name + "=" + new String(value.array(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    private ImageBuilding images() {
        return world().platform().images().orElseThrow();
    }

    private Path source() throws IOException {
        return ImageProject.source(world(), ImageProject.SHELL + """
                RUN --mount=type=secret,id=npm echo "the secret has $(wc -c </run/secrets/npm) bytes"; sleep 5
                """, """
                build-image:
                %1$s
                    - reversed() { printf '%%s' "$1" | sed 's/./&\\n/g' | tac | tr -d '\\n'; }
                    - 'echo "reversed id-token: $(reversed "$ONDES_BUILD_TOKEN")"'
                    - 'echo "reversed job-token: $(reversed "$CI_JOB_TOKEN")"'
                    - ondes build . --destination "%2$s/$CI_PROJECT_PATH:1" --secret id=npm,env=NPM_TOKEN
                """);
    }
}
