package dev.ondes.images.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.images.build.Order;
import dev.ondes.images.build.Orders;
import dev.ondes.images.builder.BuildKit;
import dev.ondes.images.builder.Buildah;
import dev.ondes.images.builder.Builder;
import dev.ondes.images.builder.Kaniko;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobPlanTest {
    /** What Pod Security's level Baseline lets a container add. */
    private static final Set<String> BASELINE = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private static final Kaniko KANIKO = new Kaniko("kaniko@sha256:0", Kaniko.Line.V1_28, List.of());

    private final JobPlan plan = plan("");

    private static JobPlan plan(String authorities) {
        return new JobPlan(new JobRules(
                "builds",
                "ondes/build-context:1",
                Map.of(
                        CapacityType.SPOT,
                        new NodeChoice(
                                Map.of("pool", "spot"),
                                List.of(new NodeChoice.Toleration("dedicated", "spot", "NoSchedule")))),
                List.of(),
                Duration.ofDays(2),
                false,
                "gvisor",
                null,
                List.of("pull"),
                authorities));
    }

    private final Order order = Orders.order(42, "a", 0, List.of("linux/arm64"), "registry.example/acme/app:1");

    static Stream<Builder> builders() {
        return Stream.of(KANIKO, new BuildKit("buildkit"), new Buildah("buildah", true));
    }

    @Test
    void waitsSuspendedAndIsTriedAnewOnlyWhenItsNodeTookIt() {
        Job job = plan.head(order, KANIKO);

        assertThat(job.getMetadata().getName()).isEqualTo("ondes-build-" + order.id());
        assertThat(job.getSpec().getSuspend()).isTrue();
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(job.getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
        var rules = job.getSpec().getPodFailurePolicy().getRules();
        assertThat(rules.get(0).getAction()).isEqualTo("Ignore");
        assertThat(rules.get(0).getOnPodConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getType()).isEqualTo("DisruptionTarget"));
        assertThat(rules.get(1).getAction()).isEqualTo("FailJob");
        assertThat(rules.get(1).getOnExitCodes().getContainerName()).isEqualTo("builder");
        assertThat(rules.get(1).getOnExitCodes().getValues()).containsExactly(0);
    }

    @ParameterizedTest
    @MethodSource("builders")
    void noPodHasATokenOfTheClusterOrAPathOfItsNode(Builder builder) {
        PodSpec pod = plan.head(order, builder).getSpec().getTemplate().getSpec();

        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getRestartPolicy()).isEqualTo("Never");
        assertThat(pod.getHostUsers()).isFalse();
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getActiveDeadlineSeconds()).isEqualTo(1800);
        assertThat(pod.getVolumes()).extracting(Volume::getHostPath).containsOnlyNulls();
        assertThat(pod.getContainers()).extracting(Container::getName).containsExactly("builder");
    }

    @ParameterizedTest
    @MethodSource("builders")
    void bothContainersAreToldOfPrivateAuthorities(Builder builder) {
        PodSpec pod = plan("PEM").head(order, builder).getSpec().getTemplate().getSpec();

        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getName().equals("authorities"))
                .singleElement()
                .satisfies(volume -> assertThat(volume.getSecret().getItems())
                        .extracting(KeyToPath::getKey)
                        .containsExactly("authorities.pem"))
                .satisfies(volume -> assertThat(volume.getSecret().getOptional())
                        .as("who writes the Secret may not have heard of them yet")
                        .isTrue());
        Container context = pod.getInitContainers().getFirst();
        assertThat(context.getEnv())
                .contains(new EnvVar("ONDES_CONTEXT_CA_FILE", "/ondes/authorities/authorities.pem", null));
        Container building = pod.getContainers().getFirst();
        assertThat(building.getEnv())
                .filteredOn(variable -> variable.getName().equals("SSL_CERT_DIR"))
                .singleElement()
                .satisfies(variable -> assertThat(variable.getValue()).endsWith(":/ondes/authorities"));
        assertThat(List.of(context, building))
                .allSatisfy(container -> assertThat(container.getVolumeMounts()).anySatisfy(mount -> {
                    assertThat(mount.getMountPath()).isEqualTo("/ondes/authorities");
                    assertThat(mount.getReadOnly()).isTrue();
                }));
    }

    @ParameterizedTest
    @MethodSource("builders")
    void nothingIsSaidOfAuthoritiesWhereThereAreNone(Builder builder) {
        assertThat(Serialization.asJson(plan.head(order, builder)))
                .doesNotContain("authorities")
                .doesNotContain("SSL_CERT_DIR")
                .doesNotContain("ONDES_CONTEXT_CA_FILE");
    }

    @Test
    void kanikosPodKeepsToLevelBaseline() {
        PodSpec pod = plan.head(order, KANIKO).getSpec().getTemplate().getSpec();

        Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .forEach(container -> {
                    var security = container.getSecurityContext();
                    assertThat(security.getPrivileged()).isNull();
                    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                    assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
                    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
                    assertThat(security.getCapabilities().getAdd()).isSubsetOf(BASELINE);
                });
    }

    @Test
    void theContextsContainerHasRoomForGitBesideItsOwnProgram() {
        PodSpec pod = plan.head(order, KANIKO).getSpec().getTemplate().getSpec();

        var resources = pod.getInitContainers().getFirst().getResources();
        assertThat(resources.getLimits().get("memory")).isEqualTo(new Quantity("512Mi"));
        assertThat(resources.getRequests().get("memory")).isEqualTo(new Quantity("512Mi"));
    }

    /** It leaves out of an image what lies there. */
    @Test
    void besideKanikoNothingIsMountedWhereAnImageMayHaveFiles() {
        Order full = new Order(
                order.id(),
                order.spec(),
                order.caller(),
                order.grant(),
                null,
                List.of("npm"),
                "sealed",
                order.requestedAt());

        PodSpec pod = plan("PEM").head(full, KANIKO).getSpec().getTemplate().getSpec();

        assertThat(pod.getContainers().getFirst().getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .containsExactlyInAnyOrder("/ondes/context", "/ondes/docker", "/ondes/secrets", "/ondes/authorities");
    }

    @Test
    void theContextsContainerSeesNoCredentialsAndTheBuilderNotTheContextsUrl() {
        PodSpec pod = plan.head(order, KANIKO).getSpec().getTemplate().getSpec();

        assertThat(pod.getInitContainers().getFirst().getVolumeMounts())
                .extracting(mount -> mount.getName())
                .containsExactly("context", "fetch", "tmp");
        assertThat(pod.getContainers().getFirst().getVolumeMounts())
                .extracting(mount -> mount.getName())
                .containsExactly("context", "docker");
    }

    @Test
    void goesToSpotFirstAndItsFallbackWhereNodesStay() {
        Job head = plan.head(order, KANIKO);
        head.getMetadata().setUid("uid-1");
        Job fallback = plan.fallback(order, 0, KANIKO, head);

        PodSpec spot = head.getSpec().getTemplate().getSpec();
        assertThat(spot.getNodeSelector())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("pool", "spot", "kubernetes.io/os", "linux", "kubernetes.io/arch", "arm64"));
        assertThat(spot.getTolerations())
                .singleElement()
                .satisfies(toleration -> assertThat(toleration.getValue()).isEqualTo("spot"));
        PodSpec stable = fallback.getSpec().getTemplate().getSpec();
        assertThat(stable.getNodeSelector()).doesNotContainKey("pool");
        assertThat(stable.getTolerations()).isEmpty();
        assertThat(fallback.getMetadata().getName()).endsWith("-od");
        assertThat(fallback.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("uid-1"));
        assertThat(JobReader.isHead(fallback)).isFalse();
    }

    @Test
    void eachOfSeveralPlatformsGoesToNodesOfItsOwn() {
        Order several = Orders.order(42, "b", 0, List.of("linux/amd64", "linux/arm64"), "registry.example/acme/app:1");
        Job head = plan.head(several, KANIKO);

        assertThat(head.getSpec().getTemplate().getSpec().getNodeSelector())
                .containsEntry("kubernetes.io/arch", "amd64");
        assertThat(plan.part(several, 1, KANIKO, head)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getNodeSelector())
                .containsEntry("kubernetes.io/arch", "arm64");
    }

    @Test
    void itsRecordReadsBackAsItWas() {
        assertThat(JobReader.build(plan.head(order, KANIKO)).order()).isEqualTo(order);
    }
}
