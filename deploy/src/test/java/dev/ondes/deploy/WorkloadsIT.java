package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every pod of ours keeps to, as docs/install.md says it. What Pod Security's {@code restricted} asks is {@code ApiServerIT}'s. */
class WorkloadsIT {
    /** Of the API, with a token. */
    private static final Set<String> CALLERS = Set.of("pod-scheduler", "image-builder", "spot-watcher");

    @TempDir
    private static Path home;

    private static List<JsonNode> objects;

    @BeforeAll
    static void kustomize() throws Exception {
        objects = Example.copy(home).kustomize();
    }

    @Test
    void noContainerWritesToItsRoot() {
        assertThat(containers())
                .hasSize(6)
                .allMatch(container ->
                        container.at("/securityContext/readOnlyRootFilesystem").asBoolean());
    }

    @Test
    void whatPodsMayWriteHasAnEnd() {
        assertThat(pods().flatMap(pod -> Deploy.stream(pod.path("volumes"))).filter(volume -> volume.has("emptyDir")))
                .hasSize(5)
                .allMatch(volume -> volume.at("/emptyDir/sizeLimit").isTextual());
    }

    @Test
    void everyContainerAsksForWhatItNeedsAndNoneIsThrottled() {
        assertThat(containers())
                .extracting(container -> container.path("resources"))
                .allSatisfy(resources -> {
                    assertThat(names(resources.path("requests"))).containsExactlyInAnyOrder("cpu", "memory");
                    assertThat(names(resources.path("limits"))).containsExactly("memory");
                });
    }

    @Test
    void everyContainerIsAskedHowItIsAndGivenTimeToAnswer() {
        assertThat(containers()).allSatisfy(container -> {
            assertThat(container.has("startupProbe")).isTrue();
            assertThat(container.at("/livenessProbe/timeoutSeconds").asInt()).isEqualTo(5);
            assertThat(container.at("/readinessProbe/timeoutSeconds").asInt()).isEqualTo(3);
        });
    }

    @Test
    void onlyThoseThatCallTheApiHaveATokenForIt() {
        assertThat(Example.workloads(objects)
                        .filter(workload -> workload.at("/spec/template/spec/automountServiceAccountToken")
                                .asBoolean(true))
                        .map(WorkloadsIT::name))
                .containsExactlyInAnyOrderElementsOf(CALLERS);
        assertThat(Example.workloads(objects).filter(workload -> CALLERS.contains(name(workload))))
                .extracting(workload ->
                        workload.at("/spec/template/spec/serviceAccountName").asText())
                .containsExactlyInAnyOrder("ondes-pod-scheduler", "ondes-image-builder", "ondes-spot-watcher");
    }

    @Test
    void replicasStandApartAndOnlyOneLeavesAtATime() {
        assertThat(Example.of(objects, "Deployment")).hasSize(4).allSatisfy(deployment -> {
            JsonNode selector = deployment.at("/spec/selector");
            assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(2);
            assertThat(Deploy.stream(deployment.at("/spec/template/spec/topologySpreadConstraints")))
                    .allMatch(constraint -> constraint.path("labelSelector").equals(selector))
                    .extracting(constraint -> constraint.path("topologyKey").asText())
                    .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
            JsonNode budget = Example.named(objects, "PodDisruptionBudget", name(deployment));
            assertThat(budget.at("/spec/selector")).isEqualTo(selector);
            assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
        });
    }

    /** What is critical for the cluster itself has a class of Kubernetes'. */
    @Test
    void servicesGoBeforeTheJobsThatFillTheirNodesAndDriveNoneOut() {
        assertThat(Example.workloads(objects)
                        .collect(Collectors.toMap(
                                WorkloadsIT::name,
                                workload -> workload.at("/spec/template/spec/priorityClassName")
                                        .asText())))
                .containsEntry("spot-watcher", "system-cluster-critical")
                .containsEntry("node-detector", "system-node-critical")
                .containsEntry("job-dispatcher", "ondes-services")
                .containsEntry("pod-scheduler", "ondes-services")
                .containsEntry("metrics-alerter", "ondes-services")
                .containsEntry("image-builder", "ondes-services")
                .hasSize(6);
        JsonNode services = Example.named(objects, "PriorityClass", "ondes-services");
        assertThat(services.path("value").asInt()).isPositive();
        assertThat(services.path("preemptionPolicy").asText()).isEqualTo("Never");
    }

    private static Stream<JsonNode> pods() {
        return Example.workloads(objects).map(workload -> workload.at("/spec/template/spec"));
    }

    private static Stream<JsonNode> containers() {
        return pods().flatMap(pod -> Deploy.stream(pod.path("containers")));
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }
}
