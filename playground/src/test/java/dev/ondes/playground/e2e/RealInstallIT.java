package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Service;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private static final List<String> WORKLOADS = List.of(
            "statefulset/job-dispatcher",
            "deployment/pod-scheduler",
            "deployment/metrics-alerter",
            "deployment/image-builder");

    RealInstallIT() {
        super(ClusterKind.REAL);
    }

    @Override
    Platform.Options options() {
        return CountingPipeline.options().withImages(true);
    }

    @BeforeAll
    void install() throws IOException {
        Platform platform = world().platform();
        platform.dispatcher().close();
        platform.schedulers().forEach(Service::close);
        platform.images().orElseThrow().builder().close();
        world().cluster().giveServiceImages(System.out::println);
        Path folder = Installation.write(world(), world().folder().resolve("install"));
        world().cluster().kubectl("apply", "-k", folder.toString());
        awaitRollout();
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
                        "job-dispatcher",
                        "pod-scheduler",
                        "pod-scheduler",
                        "metrics-alerter",
                        "metrics-alerter",
                        "image-builder",
                        "image-builder");
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
        String address = address("job-dispatcher");
        long project = world().gitlab().createProject("tests/hooked");
        world().gitlab()
                .post(
                        "/api/v4/projects/" + project + "/hooks",
                        Map.of(
                                "url",
                                address + "/hooks/gitlab",
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

    @Test
    void aJobHasAnImageBuiltAndTheNextOneRunsIt() throws IOException {
        // Given
        world().gitlab().instanceVariable("ONDES_BUILD_SERVER", address("image-builder"));
        Path source = ImageProject.source(
                world(),
                Installation.AUDIENCE,
                ImageProject.SHELL + "RUN echo \"made by the installed one\" > /made\n",
                ImageProject.BUILD_AND_RUN);

        // When
        World.Run run = world().push(source);
        List<CiJob> jobs = world().awaitEnd(run);

        // Then
        assertThat(jobs)
                .extracting(CiJob::status)
                .as(() -> world().log(run, jobs.getFirst()))
                .containsOnly("success");
        assertThat(world().lines(run, world().job(run, "run"))).contains("made by the installed one");
    }

    /** Of one pod of a service. */
    private String address(String service) {
        return pods().stream()
                .filter(pod -> service.equals(pod.getMetadata().getLabels().get("app.kubernetes.io/name")))
                .map(pod -> "http://" + pod.getStatus().getPodIP() + ":8080")
                .findFirst()
                .orElseThrow();
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
