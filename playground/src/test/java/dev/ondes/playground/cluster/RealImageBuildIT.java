package dev.ondes.playground.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.playground.images.ImageRegistry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What image-builder relies on: a pod builds and pushes, another one runs the result, on a real cluster and with a real registry. */
@Tag("real")
class RealImageBuildIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String CONTEXT = """
            cp /bin/busybox .
            cat > Dockerfile <<'END'
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "touch", "/made-by-run"]
            ENTRYPOINT ["/bin/busybox", "ls", "/made-by-run"]
            END
            """;
    /** Dropped are the rights that Buildah gives to a step by itself, and that the pod does not have to give. */
    private static final String BUILD = """
            buildah build --storage-driver vfs --isolation chroot \
            --cap-drop CAP_AUDIT_WRITE,CAP_NET_BIND_SERVICE,CAP_NET_RAW -t $0 . &&
            buildah push --storage-driver vfs --tls-verify=false --digestfile /dev/termination-log $0
            """;

    @TempDir
    Path folder;

    @Test
    void buildsAnImageInAPodAndRunsItByItsDigestInAnother() {
        try (Cluster cluster = ClusterKind.REAL.start(
                        Path.of(System.getProperty("ondes.home")),
                        folder,
                        Set.of(MoreImages.BUILDS),
                        System.out::println);
                var registry = ImageRegistry.start(cluster.place(), folder, line -> {});
                KubernetesClient client = Workspace.client(cluster.kubeconfig())) {
            // Given
            cluster.letBuildImages(registry.host(), line -> {});

            // When
            Pod built = run(client, builder(cluster, registry.host() + "/acme/app:1"));

            // Then
            String digest = message(built);
            assertThat(digest).matches("sha256:[0-9a-f]{64}");

            // When
            Pod pulled = run(client, runner(cluster, registry.host() + "/acme/app@" + digest));

            // Then
            assertThat(client.pods().resource(pulled).getLog()).isEqualTo("/made-by-run\n");
        }
    }

    private static PodBuilder pod(Cluster cluster, String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .endSpec();
    }

    private static Pod builder(Cluster cluster, String image) {
        return pod(cluster, "builder")
                .editSpec()
                .addNewVolume()
                .withName("work")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .addNewVolume()
                .withName("storage")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .addNewInitContainer()
                .withName("context")
                .withImage(Images.BUSYBOX)
                .withCommand("sh", "-c", CONTEXT)
                .withWorkingDir("/context")
                .addNewVolumeMount()
                .withName("work")
                .withMountPath("/context")
                .endVolumeMount()
                .endInitContainer()
                .addNewContainer()
                .withName("build")
                .withImage(Images.BUILDAH)
                .withCommand("sh", "-c", BUILD, image)
                .withWorkingDir("/context")
                .withSecurityContext(new SecurityContextBuilder()
                        .withRunAsUser(0L)
                        .withAllowPrivilegeEscalation(false)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .withNewCapabilities()
                        .withDrop("ALL")
                        .withAdd(
                                "CHOWN",
                                "DAC_OVERRIDE",
                                "FOWNER",
                                "FSETID",
                                "KILL",
                                "MKNOD",
                                "SETFCAP",
                                "SETGID",
                                "SETPCAP",
                                "SETUID",
                                "SYS_ADMIN",
                                "SYS_CHROOT")
                        .endCapabilities()
                        .build())
                .addNewVolumeMount()
                .withName("work")
                .withMountPath("/context")
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("storage")
                .withMountPath("/var/lib/containers")
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod runner(Cluster cluster, String image) {
        return pod(cluster, "runner")
                .editSpec()
                .addNewContainer()
                .withName("run")
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod run(KubernetesClient client, Pod pod) {
        client.resource(pod).create();
        await().atMost(SOON)
                .until(
                        () -> client.pods().resource(pod).get().getStatus().getPhase(),
                        phase -> !phase.equals("Pending") && !phase.equals("Running"));
        Pod ended = client.pods().resource(pod).get();
        assertThat(ended.getStatus().getPhase())
                .as(() -> client.pods().resource(pod).getLog())
                .isEqualTo("Succeeded");
        return ended;
    }

    private static String message(Pod pod) {
        return pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getState()
                .getTerminated()
                .getMessage();
    }
}
