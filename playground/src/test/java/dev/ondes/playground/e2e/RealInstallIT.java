package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.cluster.ClusterNode;
import dev.ondes.playground.cluster.MoreImages;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.InterruptionKind;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Service;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Ondes installed as operators do it: services as pods, of images that {@code deploy/image} makes and manifests that {@code deploy/kubernetes}
 * has, with the rights in them. The platform's own processes end before, so that these are the only ones.
 */
@Tag("real")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealInstallIT extends Scenario {
    private static final String NAMESPACE = "ondes";
    private static final String DISPATCHER = "job-dispatcher-0";
    private static final Duration NOTICE = Duration.ofMinutes(2);
    private static final List<String> WORKLOADS = List.of(
            "statefulset/job-dispatcher",
            "deployment/pod-scheduler",
            "deployment/metrics-alerter",
            "deployment/image-builder",
            "deployment/spot-watcher",
            "daemonset/node-detector");

    RealInstallIT() {
        super(ClusterKind.REAL);
    }

    @Override
    Platform.Options options() {
        return CountingPipeline.options().withImages(true).withSpotWatchers(1);
    }

    @Override
    Set<MoreImages> moreImages(Platform.Options options) {
        return EnumSet.allOf(MoreImages.class);
    }

    @BeforeAll
    void install() throws IOException {
        Platform platform = world().platform();
        platform.dispatcher().close();
        platform.schedulers().forEach(Service::close);
        platform.images().orElseThrow().builder().close();
        platform.spot().leaveHearingToOthers();
        Path folder = Installation.write(world(), world().folder().resolve("install"));
        world().cluster().kubectl("apply", "-k", folder.toString());
        awaitRollout();
    }

    private void awaitRollout() {
        for (String workload : WORKLOADS) {
            world().cluster().kubectl("-n", NAMESPACE, "rollout", "status", workload, "--timeout=3m");
        }
    }

    /** Before others restart what they like. */
    @Test
    @Order(1)
    void allServicesRunAndAreReady() {
        List<Pod> pods = pods();

        assertThat(pods.stream()
                        .collect(Collectors.groupingBy(
                                pod -> pod.getMetadata().getLabels().get("app.kubernetes.io/name"),
                                Collectors.counting())))
                .isEqualTo(Map.of(
                        "job-dispatcher", 1L,
                        "pod-scheduler", 2L,
                        "metrics-alerter", 2L,
                        "image-builder", 2L,
                        "spot-watcher", 2L,
                        "node-detector", (long) world().cluster().nodes().size()));
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

    /** Last, since the node stays closed. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aNoticeOfTheCloudIsHeardAndDrainsTheNode() {
        // Given: the cluster has no DNS
        world().cluster()
                .kubectl(
                        "-n",
                        NAMESPACE,
                        "set",
                        "env",
                        "daemonset/node-detector",
                        "ONDES_DETECTOR_WATCHER_URL=" + address("spot-watcher"));
        awaitRollout();
        String spot = world().cluster().nodes().stream()
                .filter(node -> node.labels().containsValue(CapacityType.SPOT.wire()))
                .map(ClusterNode::name)
                .findFirst()
                .orElseThrow();

        // When
        world().platform().spot().announce(spot, InterruptionKind.SPOT, NOTICE);

        // Then
        TerminationNotice notice = await().atMost(Duration.ofSeconds(30))
                .until(() -> world().events().all(TerminationNotice.class).findFirst(), Optional::isPresent)
                .orElseThrow();
        assertThat(notice.node()).isEqualTo(spot);
        assertThat(notice.kind()).isEqualTo(NoticeKind.SPOT_INTERRUPTION);
        await().atMost(Duration.ofSeconds(30)).until(() -> closed(spot));
        NodeDrained drained = await().atMost(Duration.ofMinutes(1))
                .until(() -> world().events().all(NodeDrained.class).findFirst(), Optional::isPresent)
                .orElseThrow();
        assertThat(drained.noticeId()).isEqualTo(notice.noticeId());
        assertThat(drained.outcome()).isEqualTo(DrainOutcome.COMPLETED);
        assertThat(pods()).anyMatch(pod -> spot.equals(pod.getSpec().getNodeName()));
    }

    private boolean closed(String node) {
        return Boolean.TRUE.equals(
                world().kubernetes().nodes().withName(node).require().getSpec().getUnschedulable());
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
