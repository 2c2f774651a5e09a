package dev.ondes.images.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.images.build.BuildId;
import dev.ondes.images.job.JobNames;
import dev.ondes.kubernetes.testing.TestNamespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Our calls against a real API server; nodes aren't needed. {@code ONDES_TEST_KUBECONFIG} names it. */
@EnabledIfEnvironmentVariable(named = "ONDES_TEST_KUBECONFIG", matches = ".+")
class KubernetesClusterIT {
    private static final BuildId BUILD = new BuildId("0123456789abcdef");

    private final TestNamespace home = new TestNamespace(1);
    private final KubernetesClient client = home.client();
    private final String namespace = home.name();
    private final KubernetesCluster cluster = new KubernetesCluster(client, namespace);

    @AfterEach
    void removeNamespace() {
        home.close();
    }

    @Test
    void twoThatMakeTheSameJobGetTheSameOne() {
        // Given
        Job first = cluster.create(job("first"));

        // When
        Job second = cluster.create(job("second"));

        // Then
        assertThat(second.getMetadata().getUid()).isEqualTo(first.getMetadata().getUid());
        assertThat(second.getMetadata().getAnnotations()).containsEntry("by", "first");
        assertThat(cluster.jobs(BUILD)).hasSize(1);
        assertThat(cluster.jobs(new BuildId("fedcba9876543210"))).isEmpty();
    }

    @Test
    void aJobIsSuspendedAndLetGo() {
        Job job = cluster.create(job("first"));

        cluster.suspend(job.getMetadata().getName(), false);
        assertThat(found().getSpec().getSuspend()).isFalse();

        cluster.suspend(job.getMetadata().getName(), true);
        assertThat(found().getSpec().getSuspend()).isTrue();
    }

    @Test
    void annotationsAreAddedToThoseThatAreThere() {
        Job job = cluster.create(job("first"));

        cluster.annotate(job.getMetadata().getName(), Map.of("note", "one"));

        assertThat(found().getMetadata().getAnnotations())
                .containsEntry("by", "first")
                .containsEntry("note", "one");
    }

    @Test
    void aJobThatChangedMeanwhileIsNotAnnotated() {
        // Given
        Job job = cluster.create(job("first"));
        cluster.annotate(job.getMetadata().getName(), Map.of("note", "one"));

        // When
        assertThatThrownBy(() -> cluster.annotate(job, Map.of("note", "two")))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        conflict -> assertThat(conflict.getCode()).isEqualTo(409));

        // Then
        assertThat(found().getMetadata().getAnnotations()).containsEntry("note", "one");
        cluster.annotate(found(), Map.of("note", "two"));
        assertThat(found().getMetadata().getAnnotations()).containsEntry("note", "two");
    }

    @Test
    void whatIsDeletedIsGoneAndMayBeDeletedAgain() {
        String name = cluster.create(job("first")).getMetadata().getName();

        cluster.delete(name);
        cluster.delete(name);
        cluster.deleteSecret("nobody");

        assertThat(cluster.find(name)).isEmpty();
    }

    @Test
    void aSecretIsReplacedByALaterOne() {
        cluster.put(secret("{\"auths\":{}}"));

        cluster.put(secret("{\"auths\":{\"registry.example\":{}}}"));

        assertThat(cluster.dockerConfig("login")).contains("{\"auths\":{\"registry.example\":{}}}");
        cluster.deleteSecret("login");
        assertThat(cluster.dockerConfig("login")).isEmpty();
    }

    @Test
    void aPodThatIsGoneHasNoLog() {
        assertThat(cluster.logTail("nobody", 10)).isEmpty();
        assertThat(cluster.log("nobody", false)).isEmpty();
    }

    private Job found() {
        return cluster.find(JobNames.head(BUILD)).orElseThrow();
    }

    private static Job job(String by) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(JobNames.head(BUILD))
                .addToLabels(JobNames.MANAGED_BY, JobNames.ONDES)
                .addToLabels(JobNames.BUILD, BUILD.value())
                .addToAnnotations("by", by)
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

    private static Secret secret(String config) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("login")
                .endMetadata()
                .withType("kubernetes.io/dockerconfigjson")
                .withStringData(Map.of(".dockerconfigjson", config))
                .build();
    }
}
