package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    private static final Path KUBERNETES = Path.of("kubernetes").toAbsolutePath();
    private static final Path SCRIPT = Path.of("../playground/kubernetes/kubernetes.sh");

    @TempDir
    private Path home;

    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        folder = home.toRealPath().resolve("installation");
        Path example = KUBERNETES.resolve("example");
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(example.relativize(file)));
            }
        }
        change("kustomization.yaml", "- ../base", "- " + folder.relativize(KUBERNETES.resolve("base")));
        change("kustomization.yaml", "components: [images]", "components: [images, spot]");
        switchOn("kustomization.yaml");
        switchOn("images/kustomization.yaml");
        for (String part : List.of("images", "spot")) {
            Path from = folder.resolve(part);
            change(part + "/kustomization.yaml", "- ../../" + part, "- " + from.relativize(KUBERNETES.resolve(part)));
        }
    }

    @Test
    void everyPodFindsTheSecretsAndSettingsThatItMounts() throws Exception {
        List<JsonNode> objects = kustomize();

        Set<String> there = objects.stream()
                .filter(object -> Set.of("Secret", "ConfigMap")
                        .contains(object.path("kind").asText()))
                .map(object -> object.at("/metadata/namespace").asText() + "/"
                        + object.at("/metadata/name").asText())
                .collect(Collectors.toSet());
        assertThat(workloads(objects).flatMap(InstallationIT::mounted).distinct())
                .hasSize(12)
                .isSubsetOf(there);
    }

    @Test
    void everyImageIsOfTheRegistryThatTheExampleNames() throws Exception {
        List<String> images = workloads(kustomize())
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
    void theNamespaceAdmitsTheDetectorsHostNetwork() throws Exception {
        assertThat(kustomize())
                .filteredOn(object -> object.path("kind").asText().equals("Namespace"))
                .filteredOn(object -> object.at("/metadata/name").asText().equals("ondes"))
                .singleElement()
                .satisfies(ondes -> assertThat(ondes.at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                                .asText())
                        .isEqualTo("privileged"));
    }

    @Test
    void whatIsSwitchedOnReachesWhatItIsFor() throws Exception {
        List<JsonNode> objects = kustomize();

        assertThat(workloads(objects))
                .hasSize(6)
                .allSatisfy(workload -> assertThat(workload.at("/spec/template/spec/imagePullSecrets/0/name")
                                .asText())
                        .isEqualTo("ondes-registry"));
        assertThat(named(objects, "StatefulSet", "job-dispatcher")
                        .at("/spec/volumeClaimTemplates/0/spec/storageClassName")
                        .asText())
                .isEqualTo("CHANGE-ME");
        assertThat(named(objects, "NetworkPolicy", "builds")
                        .at("/spec/egress/1/to/0/ipBlock/except")
                        .toString())
                .contains("203.0.113.10/32");
    }

    @Test
    void everyIngressLeadsToAPortOfAService() throws Exception {
        List<JsonNode> objects = kustomize();

        assertThat(objects.stream()
                        .filter(object -> object.path("kind").asText().equals("Ingress"))
                        .flatMap(ingress -> Deploy.stream(ingress.at("/spec/rules")))
                        .flatMap(rule -> Deploy.stream(rule.at("/http/paths")))
                        .map(path -> path.at("/backend/service")))
                .hasSize(3)
                .allSatisfy(to -> assertThat(
                                named(objects, "Service", to.path("name").asText())
                                        .at("/spec/ports")
                                        .findValuesAsText("name"))
                        .contains(to.at("/port/name").asText()));
    }

    private static JsonNode named(List<JsonNode> objects, String kind, String name) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> workloads(List<JsonNode> objects) {
        return objects.stream()
                .filter(object -> object.at("/spec/template/spec/containers").isArray());
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

    private List<JsonNode> kustomize() throws IOException, InterruptedException {
        assumeKubectl();
        return Deploy.yamls(kubectl("kustomize", folder.toString()).said());
    }

    /** The playground's Kubernetes brings one along. */
    private static void assumeKubectl() throws IOException, InterruptedException {
        boolean there = kubectl("version", "--client").code() == 0;
        String missing = "no kubectl: ./ondes doctor builds it";
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as(missing).isTrue();
        }
        // Where nobody may build a Kubernetes, as without root, nothing else here could say what kustomize makes of it.
        assumeTrue(there, missing);
    }

    private static Said kubectl(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of(SCRIPT.toString(), "kubectl"), Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), said);
    }

    /** Takes the comment away from resources and patches that are not for everybody. */
    private void switchOn(String name) throws IOException {
        change(name, "  # - ", "  - ");
        change(name, "# patches:", "patches:");
        change(name, "#   ", "  ");
    }

    private void change(String name, String from, String to) throws IOException {
        Path file = folder.resolve(name);
        String content = Files.readString(file);
        assertThat(content).contains(from);
        Files.writeString(file, content.replace(from, to));
    }

    private record Said(int code, String said) {}
}
