package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The example, copied to where somebody keeps their installation, with all that can be added to it. */
final class Example {
    /** In the place of everything that waits for an operator. */
    static final String FILLED_IN = "filled-in";

    private static final Path KUBERNETES = Path.of("kubernetes").toAbsolutePath();
    private static final List<String> COMPONENTS = List.of("images", "spot", "monitoring");

    private final Path folder;

    private Example(Path folder) {
        this.folder = folder;
    }

    static Example copy(Path home) throws IOException {
        var example = new Example(home.toRealPath().resolve("installation"));
        example.copy();
        return example;
    }

    private void copy() throws IOException {
        Path from = KUBERNETES.resolve("example");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectory(to);
                } else {
                    Files.writeString(to, Deploy.text(file).replace("CHANGE-ME", FILLED_IN));
                }
            }
        }
        change("kustomization.yaml", "- ../base", "- " + folder.relativize(KUBERNETES.resolve("base")));
        change("kustomization.yaml", "components: [images]", "components: " + COMPONENTS);
        switchOn("kustomization.yaml");
        switchOn("images/kustomization.yaml");
        for (String part : COMPONENTS) {
            Path at = folder.resolve(part);
            change(part + "/kustomization.yaml", "- ../../" + part, "- " + at.relativize(KUBERNETES.resolve(part)));
        }
    }

    /** For {@code kubectl -k}. */
    Path folder() {
        return folder;
    }

    List<JsonNode> kustomize() throws IOException, InterruptedException {
        return Deploy.yamls(Kubectl.run("kustomize", folder.toString()).text());
    }

    static Stream<JsonNode> of(List<JsonNode> objects, String... kinds) {
        return objects.stream()
                .filter(object -> Set.of(kinds).contains(object.path("kind").asText()));
    }

    static JsonNode named(List<JsonNode> objects, String kind, String name) {
        return of(objects, kind)
                .filter(object -> object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Stream<JsonNode> workloads(List<JsonNode> objects) {
        return of(objects, "Deployment", "StatefulSet", "DaemonSet");
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
}
