package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.cluster.Images;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Service;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ondes installed as operators do it: services as pods, of images that {@code deploy/image} makes and manifests that {@code deploy/kubernetes}
 * has, with the rights in them. The platform's own processes end before, so that these are the only ones.
 */
@Tag("real")
class RealInstallIT extends Scenario {
    private static final String NAMESPACE = "ondes";
    private static final String DISPATCHER = "job-dispatcher-0";
    private static final List<String> WORKLOADS =
            List.of("statefulset/job-dispatcher", "deployment/pod-scheduler", "deployment/metrics-alerter");

    RealInstallIT() {
        super(ClusterKind.REAL);
    }

    @Override
    Platform.Options options() {
        return CountingPipeline.options();
    }

    @BeforeAll
    void install() throws IOException {
        Platform platform = world().platform();
        platform.dispatcher().close();
        platform.schedulers().forEach(Service::close);
        world().cluster().giveServiceImages(System.out::println);
        Path folder = Files.createDirectories(world().folder().resolve("install"));
        installation(
                folder, world().folder().resolve("settings"), platform.broker().url());
        world().cluster().kubectl("apply", "-k", folder.toString());
        awaitRollout();
    }

    /** {@code deploy/kubernetes/example}, filled in, and beside it what this cluster lacks: volumes, and a way to the API server's address. */
    private void installation(Path folder, Path settings, URI broker) throws IOException {
        Path example = Home.here().file("deploy/kubernetes/example");
        try (Stream<Path> files = Files.list(example)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        for (String name : List.of("classes.yaml", "keys", "webhook-secret")) {
            Files.copy(settings.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(folder.resolve("broker.properties"), "ondes.amqp.url=" + broker + "\n");
        change(folder.resolve("pod-scheduler.properties"), "registry.example.com/ondes/job-agent:0.1.0", Images.AGENT);
        // The provider of its login would be a GitLab that is none.
        Files.writeString(
                folder.resolve("metrics-alerter.properties"),
                Files.readString(Home.here().file("metrics-alerter/src/main/kubernetes/metrics-alerter.properties"))
                        + "ondes.alerter.console.access=open\n");
        Path kustomization = folder.resolve("kustomization.yaml");
        change(kustomization, "registry.example.com/", "");
        change(kustomization, "newTag: 0.1.0", "newTag: '1'");
        change(
                kustomization,
                "  - ../base\n",
                "  - " + folder.relativize(example.resolveSibling("base")) + "\n  - volume.yaml\n");
        URI api = URI.create(world().kubernetes().getConfiguration().getMasterUrl());
        Files.writeString(kustomization, """
                patches:
                  - target: {kind: Deployment, name: pod-scheduler}
                    patch: |
                      - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: KUBERNETES_SERVICE_HOST, value: '%s'}}
                      - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: KUBERNETES_SERVICE_PORT, value: '%d'}}
                """.formatted(api.getHost(), api.getPort()), StandardOpenOption.APPEND);
        Path volume = Files.createDirectories(world().folder().resolve("spool-volume"));
        Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(folder.resolve("volume.yaml"), """
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: spool}
                spec:
                  accessModes: [ReadWriteOnce]
                  capacity: {storage: 1Gi}
                  hostPath: {path: '%s'}
                """.formatted(volume));
    }

    private static void change(Path file, String from, String to) throws IOException {
        String content = Files.readString(file);
        assertThat(content).contains(from);
        Files.writeString(file, content.replace(from, to));
    }

    private void awaitRollout() {
        for (String workload : WORKLOADS) {
            world().cluster().kubectl("-n", NAMESPACE, "rollout", "status", workload, "--timeout=3m");
        }
    }

    @Test
    void allServicesRunAndAreReady() {
        List<Pod> pods = pods();

        assertThat(pods)
                .extracting(pod -> pod.getMetadata().getLabels().get("app.kubernetes.io/name"))
                .containsExactlyInAnyOrder(
                        "job-dispatcher", "pod-scheduler", "pod-scheduler", "metrics-alerter", "metrics-alerter");
        assertThat(pods)
                .flatExtracting(pod -> pod.getStatus().getContainerStatuses())
                .allMatch(ContainerStatus::getReady)
                .extracting(ContainerStatus::getRestartCount)
                .containsOnly(0);
    }

    @Test
    void jobsRunThroughARestartOfEverything() {
        new CountingPipeline(world()).disturbed(1, () -> {
            WORKLOADS.forEach(workload -> world().cluster().kubectl("-n", NAMESPACE, "rollout", "restart", workload));
            awaitRollout();
        });
    }

    @Test
    void jobsRunThroughTheDeathOfEveryPod() {
        new CountingPipeline(world()).disturbed(2, () -> {
            world().cluster().kubectl("-n", NAMESPACE, "delete", "pods", "--all", "--grace-period=0", "--force");
            awaitRollout();
        });
    }

    @Test
    void aWebhookReachesTheDispatcher() throws IOException {
        // Given
        String address = pods().stream()
                .filter(pod -> pod.getMetadata().getName().equals(DISPATCHER))
                .map(pod -> pod.getStatus().getPodIP())
                .findFirst()
                .orElseThrow();
        long project = world().gitlab().createProject("tests/hooked");
        world().gitlab()
                .post(
                        "/api/v4/projects/" + project + "/hooks",
                        Map.of(
                                "url",
                                "http://" + address + ":8080/hooks/gitlab",
                                "token",
                                Files.readString(world().folder().resolve("settings/webhook-secret")),
                                "job_events",
                                true));

        // When
        var run = world().push(project, "tests/hooked", "hello: {tags: [linux], script: [echo hello]}");

        // Then
        await().atMost(Duration.ofSeconds(30))
                .until(() -> metrics()
                        .lines()
                        .anyMatch(line -> line.startsWith("ondes_dispatcher_hooks_total")
                                && line.contains("result=\"woken\"")
                                && !line.endsWith(" 0.0")));
        assertThat(world().awaitEnd(run)).extracting(CiJob::status).containsExactly("success");
        world().awaitNothingLeft();
    }

    /** Of the dispatcher, by way of the API server. */
    private String metrics() {
        return world().cluster()
                .kubectl(
                        "get",
                        "--raw",
                        "/api/v1/namespaces/" + NAMESPACE + "/pods/" + DISPATCHER + ":8080/proxy/q/metrics");
    }

    private List<Pod> pods() {
        return world().kubernetes().pods().inNamespace(NAMESPACE).list().getItems();
    }
}
