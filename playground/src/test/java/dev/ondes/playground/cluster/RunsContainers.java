package dev.ondes.playground.cluster;

import static dev.ondes.playground.cluster.TestPods.condition;
import static dev.ondes.playground.cluster.TestPods.status;
import static dev.ondes.playground.cluster.TestPods.waitingReason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What containers get, and what is told of them. */
interface RunsContainers extends WithCluster {
    @Test
    default void runsTwoContainersThatShareAFolder() {
        // Given
        PodBuilder pod = pods().script("until [ -e /shared/word ]; do sleep 0.1; done; cat /shared/word; exit 0");
        pods().withContainer(pod, "other", "echo said > /shared/word; printf done > /dev/termination-log");

        // When
        Pod end = pods().awaitPhase(pods().create(pod), "Succeeded");

        // Then
        assertThat(pods().resource(end).inContainer("main").getLog()).endsWith("said\n");
        assertThat(status(end, "other").orElseThrow().getState().getTerminated())
                .satisfies(terminated -> {
                    assertThat(terminated.getMessage()).isEqualTo("done");
                    assertThat(terminated.getExitCode()).isZero();
                    assertThat(terminated.getReason()).isEqualTo("Completed");
                    assertThat(Instant.parse(terminated.getFinishedAt()))
                            .isAfterOrEqualTo(Instant.parse(terminated.getStartedAt()));
                });
        assertThat(condition(end, "PodScheduled").orElseThrow().getStatus()).isEqualTo("True");
        assertThat(condition(end, "Ready").orElseThrow().getReason()).isEqualTo("PodCompleted");
    }

    @Test
    default void tellsTheExitCodeOfWhatFails() {
        Pod end = pods().awaitPhase(pods().create(pods().script("exit 7")), "Failed");

        assertThat(status(end, "main").orElseThrow().getState().getTerminated()).satisfies(terminated -> {
            assertThat(terminated.getExitCode()).isEqualTo(7);
            assertThat(terminated.getReason()).isEqualTo("Error");
        });
    }

    @Test
    default void givesContainersTheirEnvironment() {
        // Given
        PodBuilder pod = pods().script("echo \"$WORD on $NODE as $NAME\"");
        pod.editSpec()
                .editFirstContainer()
                .addNewEnv()
                .withName("WORD")
                .withValue("said")
                .endEnv()
                .addNewEnv()
                .withName("NODE")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("spec.nodeName")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .addNewEnv()
                .withName("NAME")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("metadata.name")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .endContainer()
                .endSpec();

        // When
        Pod end = pods().awaitPhase(pods().create(pod), "Succeeded");

        // Then
        assertThat(pods().resource(end).getLog())
                .endsWith("said on " + end.getSpec().getNodeName() + " as "
                        + end.getMetadata().getName() + "\n");
    }

    @Test
    default void tellsThatAnImageCantBePulledAndRunsTheOtherContainer() {
        // Given
        PodBuilder pod = pods().script("echo here");
        pods().withContainer(pod, "missing", "true");
        pod.editSpec()
                .editMatchingContainer(container -> "missing".equals(container.getName()))
                .withImage(Faults.NOT_PULLABLE)
                .endContainer()
                .endSpec();

        // When
        Pod pulling = pods().await(
                        pods().create(pod),
                        found -> waitingReason(found, "missing").equals("ImagePullBackOff"));

        // Then
        assertThat(status(pulling, "missing")
                        .orElseThrow()
                        .getState()
                        .getWaiting()
                        .getMessage())
                .contains(Faults.NOT_PULLABLE);
        assertThat(pulling.getStatus().getPhase()).isEqualTo("Pending");
        Pod ran = pods().await(
                        pulling,
                        found -> status(found, "main").orElseThrow().getState().getTerminated() != null);
        assertThat(ran.getStatus().getPhase()).isEqualTo("Pending");
    }

    @Test
    default void mountsASecretThatComesLaterAndRemovesItWithItsPod() {
        // Given
        PodBuilder builder = pods().script("cat /secret/job.json");
        String name = builder.buildMetadata().getName();
        builder.editSpec()
                .addNewVolume()
                .withName("job")
                .withNewSecret()
                .withSecretName(name)
                .endSecret()
                .endVolume()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("job")
                .withMountPath("/secret")
                .endVolumeMount()
                .endContainer()
                .endSpec();
        Pod pod = pods().create(builder);
        client().resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(cluster().namespace())
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(name)
                        .withUid(pod.getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .addToStringData("job.json", "a secret")
                        .build())
                .create();

        // When
        Pod end = pods().awaitPhase(pod, "Succeeded");

        // Then
        assertThat(pods().resource(end).getLog()).endsWith("a secret");
        pods().resource(end).delete();
        await().atMost(TestPods.SOON)
                .until(() -> client().secrets()
                                .inNamespace(cluster().namespace())
                                .withName(name)
                                .get()
                        == null);
    }

    @Test
    default void mountsAnAnnotationThatComesLater() {
        // Given
        PodBuilder builder = pods().script("until [ -s /notes/word ]; do sleep 0.1; done; cat /notes/word");
        builder.editSpec()
                .addNewVolume()
                .withName("notes")
                .withNewDownwardAPI()
                .addNewItem()
                .withPath("word")
                .withNewFieldRef()
                .withFieldPath("metadata.annotations['ondes.dev/word']")
                .endFieldRef()
                .endItem()
                .endDownwardAPI()
                .endVolume()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("notes")
                .withMountPath("/notes")
                .endVolumeMount()
                .endContainer()
                .endSpec();
        Pod pod = pods().create(builder);
        pods().awaitStarted(pod);

        // When
        pods().resource(pod)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"ondes.dev/word\":\"said\"}}}");

        // Then
        Pod end = pods().awaitPhase(pod, "Succeeded");
        assertThat(pods().resource(end).getLog()).endsWith("said");
    }

    @Test
    default void tellsWhenTheStartupProbeSucceeds() {
        // Given
        PodBuilder builder = pods().script("sleep 3; touch /shared/gate; until [ -e /shared/end ]; do sleep 0.1; done");
        builder.editSpec()
                .editFirstContainer()
                .withNewStartupProbe()
                .withNewExec()
                .withCommand("sh", "-c", "until [ -e /shared/gate ]; do sleep 0.1; done")
                .endExec()
                .withPeriodSeconds(1)
                .withTimeoutSeconds(30)
                .withFailureThreshold(3)
                .endStartupProbe()
                .endContainer()
                .endSpec();
        Pod pod = pods().create(builder);

        // When
        Pod running = pods().awaitPhase(pod, "Running");
        Pod started = pods().awaitStarted(pod);

        // Then
        assertThat(status(running, "main").orElseThrow().getStarted()).isFalse();
        assertThat(started.getStatus().getPhase()).isEqualTo("Running");
        pods().await(pod, found -> status(found, "main").orElseThrow().getReady());
    }

    @Test
    default void killsAContainerThatExceedsItsMemory() {
        PodBuilder builder = pods().script("exec tail /dev/zero");
        builder.editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToLimits("memory", new Quantity("64Mi"))
                .endResources()
                .endContainer()
                .endSpec();

        Pod end = pods().awaitPhase(pods().create(builder), "Failed");

        assertThat(status(end, "main").orElseThrow().getState().getTerminated()).satisfies(terminated -> {
            assertThat(terminated.getReason()).isEqualTo("OOMKilled");
            assertThat(terminated.getExitCode()).isEqualTo(137);
        });
    }

    @Test
    default void hasTheAgentsImageWithGitAndARuntimeOfItsOwn() {
        // Given
        assumeTrue(cluster().images().contains(Images.AGENT), "job-agent is not built");
        PodBuilder pod = pods().script("");
        pod.editSpec()
                .editFirstContainer()
                .withImage(Images.AGENT)
                .withCommand("sh", "-c", "git --version && /opt/ondes-agent/runtime/bin/java -version 2>&1")
                .endContainer()
                .endSpec();

        // When
        Pod end = pods().awaitPhase(pods().create(pod), "Succeeded");

        // Then
        assertThat(pods().resource(end).getLog()).contains("git version").contains("Runtime Environment");
    }
}
