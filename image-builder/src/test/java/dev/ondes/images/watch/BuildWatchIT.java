package dev.ondes.images.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.images.build.BuildId;
import dev.ondes.images.job.JobNames;
import dev.ondes.kubernetes.testing.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What is seen of a real API server; nobody else writes there. {@code ONDES_TEST_KUBECONFIG} names it. */
@EnabledIfEnvironmentVariable(named = "ONDES_TEST_KUBECONFIG", matches = ".+")
class BuildWatchIT {
    private static final BuildId BUILD = new BuildId("0123456789abcdef");
    private static final BuildId OTHER = new BuildId("fedcba9876543210");

    private final TestNamespace home = new TestNamespace(1);
    private final KubernetesClient client = home.client();
    private final String namespace = home.name();
    private final Set<BuildId> changed = ConcurrentHashMap.newKeySet();
    private final BuildWatch watch = new BuildWatch(client, namespace, changed::add);

    @AfterEach
    void removeNamespace() {
        watch.stop();
        home.close();
    }

    @Test
    void seesABuildWithItsPodAndNotThoseOfOthers() {
        // Given: one that was there before
        create(job(OTHER));
        watch.start();
        await().until(watch::synced);
        assertThat(watch.sight(BUILD)).isEmpty();

        // When
        create(job(BUILD));
        create(pod(BUILD));

        // Then
        await().until(() ->
                watch.sight(BUILD).filter(sight -> !sight.pods().isEmpty()).isPresent());
        Sight sight = watch.sight(BUILD).orElseThrow();
        assertThat(sight.head().getMetadata().getName()).isEqualTo(JobNames.head(BUILD));
        assertThat(sight.jobs()).hasSize(1);
        assertThat(sight.pods())
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly(JobNames.head(BUILD) + "-x");
        assertThat(watch.sight(OTHER).orElseThrow().pods()).isEmpty();
        assertThat(changed).containsExactlyInAnyOrder(BUILD, OTHER);
        assertThat(watch.alive()).isTrue();
    }

    @Test
    void aRecordThatCannotBeReadIsSeenButNoBuild() {
        create(job(BUILD));
        watch.start();

        await().until(watch::synced);

        assertThat(watch.sight(BUILD)).isPresent();
        assertThat(watch.builds()).isEmpty();
    }

    @Test
    void tellsOfAJobThatIsDeletedAndSeesItNoMore() {
        // Given
        create(job(BUILD));
        watch.start();
        await().until(() -> watch.sight(BUILD).isPresent() && changed.remove(BUILD));

        // When
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(JobNames.head(BUILD))
                .delete();

        // Then
        await().until(() -> watch.sight(BUILD).isEmpty() && changed.contains(BUILD));
    }

    private void create(Job job) {
        client.batch().v1().jobs().inNamespace(namespace).resource(job).create();
    }

    private void create(Pod pod) {
        client.pods().inNamespace(namespace).resource(pod).create();
    }

    private static Pod pod(BuildId build) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(JobNames.head(build) + "-x")
                .addToLabels(JobNames.MANAGED_BY, JobNames.ONDES)
                .addToLabels(JobNames.BUILD, build.value())
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("builder")
                .withImage("registry.example/builder:1")
                .endContainer()
                .endSpec()
                .build();
    }

    /** A build's head, with a record that says nothing. */
    private static Job job(BuildId build) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(JobNames.head(build))
                .addToLabels(JobNames.MANAGED_BY, JobNames.ONDES)
                .addToLabels(JobNames.BUILD, build.value())
                .addToAnnotations("ondes.dev/order", "nothing")
                .endMetadata()
                .withNewSpec()
                .withSuspend(true)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("builder")
                .withImage("registry.example/builder:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
