package dev.ondes.images.builder;

import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.images.policy.Policy.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Kaniko's executor: needs no rights that Pod Security's level Baseline forbids. Its arguments differ by line; a flag that a line
 * does not know ends the build before it begins.
 */
public final class Kaniko implements Builder {
    /** A line of releases with the same flags. */
    public enum Line {
        /** The archived project's last release, and what was made from it. */
        V1_24,
        /** The maintained fork. */
        V1_28
    }

    private final String image;
    private final Line line;
    private final List<String> command;

    /**
     * Of one image.
     *
     * @param command what to run; empty for the image's own, which is the executor
     */
    public Kaniko(String image, Line line, List<String> command) {
        this.image = image;
        this.line = line;
        this.command = List.copyOf(command);
    }

    @Override
    public BuilderKind kind() {
        return BuilderKind.KANIKO;
    }

    @Override
    public BuilderContainer prepare(BuilderInput input) {
        return new BuilderContainer(
                image,
                command,
                args(input),
                Certificates.told(Map.of("DOCKER_CONFIG", PodPaths.DOCKER), input, "/kaniko/ssl/certs"),
                Hardening.baseline(),
                List.of(),
                Map.of());
    }

    private List<String> args(BuilderInput input) {
        var spec = input.spec();
        List<String> args = new ArrayList<>();
        args.add("--context=dir://" + PodPaths.CONTEXT);
        args.add("--dockerfile=" + spec.dockerfile());
        input.destinations().forEach(destination -> args.add("--destination=" + destination));
        args.add("--digest-file=" + PodPaths.TERMINATION_LOG);
        if (spec.target() != null) {
            args.add("--target=" + spec.target());
        }
        new TreeMap<>(spec.buildArgs()).forEach((key, value) -> args.add("--build-arg=" + key + "=" + value));
        new TreeMap<>(spec.labels()).forEach((key, value) -> args.add("--label=" + key + "=" + value));
        if (input.platform() != null) {
            args.add("--custom-platform=" + input.platform());
        }
        args.addAll(cache(input));
        args.addAll(registries(input));
        args.addAll(secrets(input));
        args.addAll(List.of(
                "--push-retry=3",
                "--image-download-retry=3",
                "--image-fs-extract-retry=2",
                "--snapshot-mode=redo",
                "--compressed-caching=false",
                "--ignore-path=/product_uuid",
                "--log-format=text",
                "--force"));
        if (line == Line.V1_28) {
            // Else it asks clouds' metadata servers for credentials first, which takes long where there is none.
            args.add("--credential-helpers=");
        }
        return args;
    }

    private static List<String> cache(BuilderInput input) {
        if (input.cacheRepo() == null) {
            return List.of("--cache=false");
        }
        List<String> args = new ArrayList<>(
                List.of("--cache=true", "--cache-copy-layers=true", "--cache-repo=" + input.cacheRepo()));
        if (input.cacheTtl() != null) {
            args.add("--cache-ttl=" + input.cacheTtl().toMinutes() + "m");
        }
        return args;
    }

    private static List<String> registries(BuilderInput input) {
        List<String> args = new ArrayList<>();
        for (Registry registry : input.registries()) {
            if (registry.plainHttp()) {
                args.add("--insecure-registry=" + registry.host());
            }
            String original = registry.mirrorOf();
            if (original != null) {
                args.add(
                        original.equals("docker.io")
                                ? "--registry-mirror=" + registry.host()
                                : "--registry-map=" + original + "=" + registry.host());
            }
        }
        return args;
    }

    private List<String> secrets(BuilderInput input) {
        if (!input.secretIds().isEmpty() && line == Line.V1_24) {
            throw new UnsupportedByBuilderException(
                    "this installation's Kaniko is of the line 1.24, which has no secrets; choose buildkit or buildah");
        }
        return input.secretIds().stream()
                .map(id -> "--secret=id=" + id + ",src=" + PodPaths.SECRETS + "/" + id)
                .toList();
    }

    @Override
    public BuilderEnd parse(Ended ended) {
        return Ends.of(ended, true);
    }
}
