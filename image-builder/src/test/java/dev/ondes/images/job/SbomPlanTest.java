package dev.ondes.images.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.NodeChoice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.images.build.Order;
import dev.ondes.images.build.Orders;
import dev.ondes.images.policy.Policy;
import dev.ondes.images.sbom.SbomFormat;
import dev.ondes.images.sbom.Syft;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SbomPlanTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);
    private static final Syft SYFT =
            new Syft("syft@sha256:0", List.of(), SbomFormat.SPDX, "512Mi", Duration.ofMinutes(7));
    private static final Job HEAD = new JobBuilder()
            .withNewMetadata()
            .withName("head")
            .withUid("uid-1")
            .endMetadata()
            .build();

    private final Order order = Orders.order(42, "a", 0, List.of(), "registry.example:5000/acme/app:1");

    private static JobRules rules(boolean plainHttp, String authorities) {
        return new JobRules(
                "builds",
                "ondes/build-context:1",
                Map.of(
                        CapacityType.SPOT,
                        new NodeChoice(
                                Map.of("pool", "spot"),
                                List.of(new NodeChoice.Toleration("dedicated", "spot", "NoSchedule")))),
                List.of(new Policy.Registry("registry.example:5000", plainHttp, null)),
                Duration.ofDays(2),
                false,
                "gvisor",
                null,
                List.of("pull"),
                authorities);
    }

    private Job job(boolean plainHttp, String authorities) {
        return new SbomPlan(rules(plainHttp, authorities), SYFT).job(order, 0, DIGEST, HEAD);
    }

    private static Container container(Job job) {
        return job.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    @Test
    void readsTheImageByItsDigestAndNothingElse() {
        Job job = job(false, "");

        assertThat(job.getMetadata().getName()).isEqualTo("ondes-build-" + order.id() + "-sbom");
        assertThat(JobReader.isSbom(job)).isTrue();
        assertThat(JobReader.isHead(job)).isFalse();
        assertThat(job.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("uid-1"));
        assertThat(container(job).getImage()).isEqualTo("syft@sha256:0");
        assertThat(container(job).getArgs())
                .containsExactly(
                        "scan",
                        "registry:registry.example:5000/acme/app@" + DIGEST,
                        "--quiet",
                        "--output",
                        "spdx-json");
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(420);
        assertThat(job.getSpec().getPodFailurePolicy().getRules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.getAction()).isEqualTo("Ignore"));
    }

    @Test
    void itsPodHasNoRightsAndSeesTheCredentialsForRegistriesAlone() {
        PodSpec pod = job(false, "").getSpec().getTemplate().getSpec();

        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getHostUsers()).isFalse();
        assertThat(pod.getRuntimeClassName()).isEqualTo("gvisor");
        assertThat(pod.getNodeSelector()).containsEntry("pool", "spot");
        assertThat(pod.getTolerations()).hasSize(1);
        var security = pod.getContainers().getFirst().getSecurityContext();
        assertThat(security.getRunAsNonRoot()).isTrue();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).isEmpty();
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getContainers().getFirst().getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .containsExactly("/tmp", "/ondes/docker");
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getSecret() != null)
                .singleElement()
                .satisfies(volume -> assertThat(volume.getSecret().getItems())
                        .singleElement()
                        .satisfies(item -> assertThat(item.getKey()).isEqualTo("docker-config")));
    }

    @Test
    void isToldOfARegistryWithoutTlsAndOfPrivateAuthorities() {
        assertThat(container(job(false, "")).getEnv())
                .extracting(EnvVar::getName)
                .containsExactly("DOCKER_CONFIG", "HOME", "SYFT_CHECK_FOR_APP_UPDATE", "TMPDIR");
        assertThat(container(job(true, "PEM")).getEnv())
                .contains(
                        new EnvVar("SYFT_REGISTRY_INSECURE_USE_HTTP", "true", null),
                        new EnvVar("SSL_CERT_DIR", "/etc/ssl/certs:/ondes/authorities", null));
        assertThat(container(job(true, "PEM")).getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/ondes/authorities");
    }
}
