package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.cluster.Images;
import dev.ondes.playground.images.ImageParts;
import dev.ondes.playground.images.ObjectStore;
import dev.ondes.playground.platform.Home;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code deploy/kubernetes/example}, filled in as an operator does it, and beside it what the playground's cluster lacks: volumes, a way
 * to the API server's address, Kaniko's image, for which Buildah stands, a cloud with machines, and a host of its own for each node.
 */
final class Installation {
    /** Of the tokens that image-builder takes: as the example has it. */
    static final String AUDIENCE = "https://image-builder.example.com";

    private final World world;
    private final Path folder;
    private final Path settings;

    private Installation(World world, Path folder) {
        this.world = world;
        this.folder = folder;
        this.settings = world.folder().resolve("settings");
    }

    /** Writes it into a new folder, for {@code kubectl apply -k}. @return the folder */
    static Path write(World world, Path folder) throws IOException {
        var installation = new Installation(world, folder);
        installation.copy();
        installation.services();
        installation.images();
        installation.spot();
        installation.cluster();
        return folder;
    }

    private void copy() throws IOException {
        Path example = Home.here().file("deploy/kubernetes/example");
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(example.relativize(file)));
            }
        }
        change("kustomization.yaml", "- ../base", "- " + folder.relativize(example.resolveSibling("base")));
        change("kustomization.yaml", "components: [images]", "components: [images, spot]");
        for (String part : List.of("images", "spot")) {
            change(
                    part + "/kustomization.yaml",
                    "- ../../" + part,
                    "- " + folder.resolve(part).relativize(example.resolveSibling(part)));
            change(part + "/kustomization.yaml", "registry.example.com/", "");
            change(part + "/kustomization.yaml", "newTag: 0.1.0", "newTag: '1'");
        }
    }

    private void services() throws IOException {
        for (String name : List.of("classes.yaml", "keys", "webhook-secret")) {
            Files.copy(settings.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        // A pod that is killed between GitLab's answer and its spool loses a job, which is then found by this.
        Files.copy(
                settings.resolve("admin-token"), folder.resolve("access-token"), StandardCopyOption.REPLACE_EXISTING);
        change("kustomization.yaml", "files: [webhook-secret]", "files: [webhook-secret, access-token]");
        change(
                "job-dispatcher.properties",
                "# ondes.dispatcher.access-token-file",
                "ondes.dispatcher.access-token-file");
        Files.writeString(
                folder.resolve("broker.properties"),
                "ondes.amqp.url=" + world.platform().broker().url() + "\n");
        change("pod-scheduler.properties", "registry.example.com/ondes/job-agent:0.1.0", Images.AGENT);
        // The provider of its login would be a GitLab that is none.
        Files.writeString(
                folder.resolve("metrics-alerter.properties"),
                Files.readString(Home.here().file("metrics-alerter/src/main/kubernetes/metrics-alerter.properties"))
                        + "ondes.alerter.console.access=open\n");
        change("kustomization.yaml", "registry.example.com/", "");
        change("kustomization.yaml", "newTag: 0.1.0", "newTag: '1'");
    }

    private void images() throws IOException {
        ImageParts parts = world.platform().images().orElseThrow().parts();
        String registry = parts.registry().host();
        Files.copy(
                parts.store().credentials(),
                folder.resolve("images/store-credentials"),
                StandardCopyOption.REPLACE_EXISTING);
        change("images/registry-login.json", "registry.example.com", registry);
        Files.writeString(
                folder.resolve("images/policy.yaml"),
                Files.readString(settings.resolve("policy.yaml")).replace("image-registry", "registry-login"));
        String properties = "images/image-builder.properties";
        change(properties, "registry.example.com/ondes/build-context:0.1.0", Images.CONTEXT);
        change(properties, "https://gitlab.example.com", world.gitlab().base().toString());
        change(properties, "ondes.store.bucket=CHANGE-ME", "ondes.store.bucket=" + ObjectStore.BUCKET);
        Files.writeString(
                folder.resolve(properties),
                """
                ondes.images.buildah.image=%s
                ondes.registry.plain-http=%s
                ondes.store.endpoint=%s
                ondes.store.path-style=true
                """.formatted(Images.BUILDAH, registry, parts.store().server().url()),
                StandardOpenOption.APPEND);
    }

    private void spot() throws IOException {
        Files.copy(settings.resolve("intake-token"), folder.resolve("spot/token"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void cluster() throws IOException {
        change("kustomization.yaml", "resources:\n", "resources:\n  - volume.yaml\n");
        URI api = URI.create(world.kubernetes().getConfiguration().getMasterUrl());
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                """
                patches:
                  - target: {kind: Deployment, name: pod-scheduler|image-builder|spot-watcher}
                    patch: |
                      - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: KUBERNETES_SERVICE_HOST, value: '%s'}}
                      - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: KUBERNETES_SERVICE_PORT, value: '%d'}}
                  - target: {kind: DaemonSet, name: node-detector}
                    patch: |
                      - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: ONDES_DETECTOR_CLOUD, value: aws}}
                      - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: ONDES_DETECTOR_METADATA, value: '%s'}}
                      - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: HOST, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}}
                      - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: ONDES_DETECTOR_LISTEN, value: '$(HOST):9808'}}
                  - target: {kind: Namespace, name: ondes-builds}
                    patch: |
                      - {op: replace, path: /metadata/labels/pod-security.kubernetes.io~1enforce, value: privileged}
                """.formatted(
                        api.getHost(), api.getPort(), world.platform().spot().metadata("$(ONDES_NODE)")),
                StandardOpenOption.APPEND);
        Path volume = Files.createDirectories(world.folder().resolve("spool-volume"));
        Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(folder.resolve("volume.yaml"), """
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: spool}
                spec:
                  accessModes: [ReadWriteOnce]
                  capacity: {storage: 1Gi}
                  hostPath: {path: '%s'}
                """.formatted(volume));
    }

    private void change(String name, String from, String to) throws IOException {
        Path file = folder.resolve(name);
        String content = Files.readString(file);
        assertThat(content).contains(from);
        Files.writeString(file, content.replace(from, to));
    }
}
