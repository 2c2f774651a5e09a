package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ondes.contracts.classes.Allowance;
import dev.ondes.contracts.classes.ClassVolume;
import dev.ondes.scheduler.overwrite.ServiceSize;
import dev.ondes.scheduler.world.Classes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceContainersTest {
    private static final ServiceSize SIZE = new ServiceSize(Classes.small().service(), false, List.of());
    private static final JobService POSTGRES = new JobService(
            0,
            "postgres:16",
            List.of("db", "postgres"),
            List.of(),
            List.of("postgres", "-c", "x=$(HOME)$$"),
            "IfNotPresent",
            SIZE,
            Map.of("POSTGRES_PASSWORD", "correct-horse"),
            true);
    private static final JobService REDIS = new JobService(
            1, "redis:7", List.of("redis", "db"), List.of("run"), List.of(), "Always", SIZE, Map.of(), false);

    @Test
    void areSidecarsInTheJobsOrder() {
        Pod pod = pod(POSTGRES, REDIS);

        assertThat(pod.getSpec().getInitContainers())
                .extracting(Container::getName, Container::getImage, Container::getImagePullPolicy)
                .containsExactly(tuple("svc-0", "postgres:16", "IfNotPresent"), tuple("svc-1", "redis:7", "Always"));
        assertThat(pod.getSpec().getInitContainers())
                .extracting(Container::getRestartPolicy)
                .containsOnly("Always");
        assertThat(pod.getSpec().getContainers()).extracting(Container::getName).containsExactly("agent", "build");
    }

    @Test
    void areReachedByAllTheirNamesAtThePodsOwnAddress() {
        var aliases = pod(POSTGRES, REDIS).getSpec().getHostAliases();

        assertThat(aliases).hasSize(1);
        assertThat(aliases.getFirst().getIp()).isEqualTo("127.0.0.1");
        assertThat(aliases.getFirst().getHostnames()).containsExactly("db", "postgres", "redis");
    }

    @Test
    void keepTheirVariablesOutOfThePod() {
        Pod pod = pod(POSTGRES);

        var variable = pod.getSpec().getInitContainers().getFirst().getEnv().getFirst();
        assertThat(variable.getName()).isEqualTo("POSTGRES_PASSWORD");
        assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo("ondes-small-4711-1");
        assertThat(variable.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("svc-0.POSTGRES_PASSWORD");
        assertThat(Serialization.asYaml(pod)).doesNotContain("correct-horse");
    }

    @Test
    void seeNothingOfTheJobsFilesAndTakeWhatTheirClassGivesThem() {
        Container service = pod(POSTGRES).getSpec().getInitContainers().getFirst();

        assertThat(service.getVolumeMounts()).isEmpty();
        assertThat(service.getResources().getRequests().get("cpu")).hasToString("100m");
        assertThat(service.getResources().getLimits().get("memory")).hasToString("512Mi");
        assertThat(service.getSecurityContext().getCapabilities().getDrop()).containsExactly("NET_RAW");
    }

    @Test
    void seeTheVolumesOfTheirClass() {
        var shared = PodPlanTest.settings(
                List.of(new ClassVolume("certs", "/certs/client", null, false, "emptyDir", Map.of())), Map.of());

        var spec = PodPlan.of(PodPlanTest.order(
                        Classes.with(shared, Allowance.USUAL),
                        1,
                        new AgentParts("ondes/agent:1", null, null),
                        List.of(POSTGRES)))
                .getSpec();

        assertThat(spec.getInitContainers().getFirst().getVolumeMounts())
                .extracting(VolumeMount::getName, VolumeMount::getMountPath)
                .containsExactly(tuple("certs", "/certs/client"));
    }

    @Test
    void getTheirCommandAsItIsWritten() {
        Container service = pod(POSTGRES).getSpec().getInitContainers().getFirst();

        // Kubernetes makes one $ of two, and puts no variable in.
        assertThat(service.getArgs()).containsExactly("postgres", "-c", "x=$$(HOME)$$$$");
        assertThat(service.getCommand()).isEmpty();
    }

    @Test
    void leaveTheirLastWordsWhereNoSecretIsAmongThem() {
        assertThat(pod(POSTGRES, REDIS).getSpec().getInitContainers())
                .extracting(Container::getTerminationMessagePolicy)
                .containsExactly("File", "FallbackToLogsOnError");
    }

    @ParameterizedTest
    @CsvSource({
        "spec.containers[1].image, true",
        "spec.initContainers[0].image, true",
        "spec.initContainers[12].image, true",
        "spec.containers[0].image, false",
        "spec.initContainers[0].resources, false"
    })
    void theirImagesAndTheBuildContainersAreTheJobsOwn(String field, boolean itsOwn) {
        assertThat(PodPlan.isImageOfTheJob(field)).isEqualTo(itsOwn);
    }

    private static Pod pod(JobService... services) {
        return PodPlan.of(
                PodPlanTest.order(Classes.small(), 1, new AgentParts("ondes/agent:1", null, null), List.of(services)));
    }
}
