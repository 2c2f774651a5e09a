package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example, copied to where somebody keeps their installation, with all that can be added to it: what kustomize makes of it. */
class InstallationIT {
    @TempDir
    private Path home;

    private List<JsonNode> objects;

    @BeforeEach
    void copy() throws Exception {
        objects = Example.copy(home).kustomize();
    }

    @Test
    void everyPodFindsTheSecretsAndSettingsThatItMounts() {
        Set<String> there = Example.of(objects, "Secret", "ConfigMap")
                .map(object -> object.at("/metadata/namespace").asText() + "/"
                        + object.at("/metadata/name").asText())
                .collect(Collectors.toSet());
        assertThat(Example.workloads(objects).flatMap(InstallationIT::mounted).distinct())
                .hasSize(13)
                .isSubsetOf(there);
    }

    @Test
    void everyImageIsOfTheRegistryThatTheExampleNames() {
        List<String> images = Example.workloads(objects)
                .map(workload ->
                        workload.at("/spec/template/spec/containers/0/image").asText())
                .toList();

        assertThat(images)
                .containsExactlyInAnyOrder(
                        "registry.example.com/ondes/image-builder:0.1.0",
                        "registry.example.com/ondes/job-dispatcher:0.1.0",
                        "registry.example.com/ondes/metrics-alerter:0.1.0",
                        "registry.example.com/ondes/node-detector:0.1.0",
                        "registry.example.com/ondes/pod-scheduler:0.1.0",
                        "registry.example.com/ondes/spot-watcher:0.1.0");
    }

    @Test
    void theNamespaceAdmitsTheDetectorsHostNetwork() {
        assertThat(Example.named(objects, "Namespace", "ondes")
                        .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .asText())
                .isEqualTo("privileged");
    }

    @Test
    void whatIsSwitchedOnReachesWhatItIsFor() {
        assertThat(Example.workloads(objects))
                .hasSize(6)
                .allSatisfy(workload -> assertThat(workload.at("/spec/template/spec/imagePullSecrets/0/name")
                                .asText())
                        .isEqualTo("ondes-registry"));
        assertThat(Example.of(objects, "Deployment", "StatefulSet"))
                .hasSize(5)
                .allSatisfy(service -> assertThat(
                                service.at("/spec/template/spec/nodeSelector").toString())
                        .isEqualTo("{\"ondes.dev/for\":\"services\"}"))
                .allSatisfy(service -> assertThat(service.at("/spec/template/spec/tolerations/0/value")
                                .asText())
                        .isEqualTo("ondes-services"))
                .allSatisfy(service -> assertThat(service.at("/spec/template/spec/containers/0/env")
                                .findValuesAsText("name"))
                        .containsOnlyOnce("JAVA_TOOL_OPTIONS"));
        assertThat(Example.named(objects, "StatefulSet", "job-dispatcher")
                        .at("/spec/volumeClaimTemplates/0/spec/storageClassName")
                        .asText())
                .isEqualTo(Example.FILLED_IN);
        assertThat(Example.named(objects, "NetworkPolicy", "builds")
                        .at("/spec/egress/1/to/0/ipBlock/except")
                        .toString())
                .contains("203.0.113.10/32");
        assertThat(Example.named(objects, "NetworkPolicy", "jobs")
                        .at("/spec/egress/2")
                        .toString())
                .isEqualTo("{\"ports\":[{\"port\":80}],\"to\":[{\"ipBlock\":{\"cidr\":\"169.254.170.23/32\"}}]}");
    }

    @Test
    void noNamespaceWhereUsersCodeRunsMayCallWhatIsNotForIt() {
        JsonNode callers = Example.named(objects, "NetworkPolicy", "services")
                .at("/spec/ingress/0/from/0/namespaceSelector/matchExpressions/0");

        assertThat(callers.path("operator").asText()).isEqualTo("DoesNotExist");
        assertThat(Example.of(objects, "Namespace")
                        .filter(namespace -> namespace
                                .at("/metadata/labels")
                                .has(callers.path("key").asText()))
                        .map(namespace -> namespace.at("/metadata/name").asText()))
                .containsExactlyInAnyOrder("ondes-jobs", "ondes-builds");
    }

    @Test
    void whatBalancesLoadReachesTheConsoleAndNothingElse() {
        JsonNode policy = Example.named(objects, "NetworkPolicy", "console").path("spec");
        JsonNode console =
                Example.named(objects, "Deployment", "metrics-alerter").at("/spec/template");

        assertThat(policy.at("/podSelector/matchLabels").properties())
                .isSubsetOf(console.at("/metadata/labels").properties());
        assertThat(console.at("/spec/containers/0/ports").findValuesAsText("name"))
                .contains(policy.at("/ingress/0/ports/0/port").asText());
    }

    @Test
    void everyIngressLeadsToAPortOfAService() {
        assertThat(Example.of(objects, "Ingress")
                        .flatMap(ingress -> Deploy.stream(ingress.at("/spec/rules")))
                        .flatMap(rule -> Deploy.stream(rule.at("/http/paths")))
                        .map(path -> path.at("/backend/service")))
                .hasSize(3)
                .allSatisfy(to -> assertThat(Example.named(
                                        objects, "Service", to.path("name").asText())
                                .at("/spec/ports")
                                .findValuesAsText("name"))
                        .contains(to.at("/port/name").asText()));
    }

    private static Stream<String> mounted(JsonNode workload) {
        String namespace = workload.at("/metadata/namespace").asText();
        return Deploy.stream(workload.at("/spec/template/spec/volumes"))
                .flatMap(volume -> Stream.concat(Stream.of(volume), Deploy.stream(volume.at("/projected/sources"))))
                .flatMap(source -> Stream.of(
                        source.at("/secret/secretName").asText(),
                        source.at("/secret/name").asText(),
                        source.at("/configMap/name").asText()))
                .filter(name -> !name.isEmpty())
                .map(name -> namespace + "/" + name);
    }
}
