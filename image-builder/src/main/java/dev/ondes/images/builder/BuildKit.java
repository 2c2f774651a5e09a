package dev.ondes.images.builder;

import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.images.policy.Policy.Registry;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * BuildKit without root and without a daemon that outlives the build. Faster than Kaniko and complete, but its pod needs a
 * namespace of Pod Security's level Privileged, and nodes with user namespaces.
 */
public final class BuildKit implements Builder {
    private static final String METADATA = PodPaths.OUT + "/metadata.json";
    private static final String CONFIG = "buildkitd.toml";
    private static final long USER = 1000;

    /** What it writes about the image is longer than a termination message may be, so the digest is cut out of it. */
    private static final String SCRIPT = """
        buildctl-daemonless.sh "$@" || exit $?
        sed -n 's/.*"containerimage.digest": *"\\(sha256:[0-9a-f]*\\)".*/\\1/p' %s | head -n 1 > %s
        """.formatted(METADATA, PodPaths.TERMINATION_LOG);

    private final String image;

    public BuildKit(String image) {
        this.image = image;
    }

    @Override
    public BuilderKind kind() {
        return BuilderKind.BUILDKIT;
    }

    @Override
    public BuilderContainer prepare(BuilderInput input) {
        return new BuilderContainer(
                image,
                List.of("/bin/sh", "-c", SCRIPT, "buildkit"),
                args(input),
                Certificates.told(
                        Map.of(
                                "DOCKER_CONFIG",
                                PodPaths.DOCKER,
                                "BUILDKITD_FLAGS",
                                "--oci-worker-no-process-sandbox --config " + PodPaths.CONFIG + "/" + CONFIG,
                                "BUILDCTL_CONNECT_RETRIES_MAX",
                                "100"),
                        input,
                        "/etc/ssl/certs"),
                new SecurityContextBuilder()
                        .withRunAsUser(USER)
                        .withRunAsGroup(USER)
                        .withNewSeccompProfile()
                        .withType("Unconfined")
                        .endSeccompProfile()
                        .withNewAppArmorProfile()
                        .withType("Unconfined")
                        .endAppArmorProfile()
                        .build(),
                List.of("/home/user/.local/share/buildkit", PodPaths.OUT),
                Map.of(CONFIG, configuration(input.registries())));
    }

    private static List<String> args(BuilderInput input) {
        var spec = input.spec();
        Path dockerfile = Path.of(spec.dockerfile());
        Path folder = dockerfile.getParent();
        List<String> args = new ArrayList<>(List.of(
                "build",
                "--progress=plain",
                "--frontend=dockerfile.v0",
                "--local=context=" + PodPaths.CONTEXT,
                "--local=dockerfile=" + PodPaths.CONTEXT + (folder == null ? "" : "/" + folder),
                "--opt=filename=" + dockerfile.getFileName()));
        if (spec.target() != null) {
            args.add("--opt=target=" + spec.target());
        }
        new TreeMap<>(spec.buildArgs()).forEach((key, value) -> args.add("--opt=build-arg:" + key + "=" + value));
        new TreeMap<>(spec.labels()).forEach((key, value) -> args.add("--opt=label:" + key + "=" + value));
        if (input.platform() != null) {
            args.add("--opt=platform=" + input.platform());
        }
        if (input.cacheRepo() != null) {
            args.add("--import-cache=type=registry,ref=" + input.cacheRepo());
            args.add("--export-cache=type=registry,mode=max,ignore-error=true,ref=" + input.cacheRepo());
        }
        input.secretIds().forEach(id -> args.add("--secret=id=" + id + ",src=" + PodPaths.SECRETS + "/" + id));
        args.add("--metadata-file=" + METADATA);
        args.add("--output=type=image,\"name=" + String.join(",", input.destinations()) + "\",push=true");
        return args;
    }

    private static String configuration(List<Registry> registries) {
        return registries.stream()
                .map(registry -> {
                    String own = registry.plainHttp() ? "[registry.\"" + registry.host() + "\"]\n  http = true\n" : "";
                    return registry.mirrorOf() == null
                            ? own
                            : own + "[registry.\"" + registry.mirrorOf() + "\"]\n  mirrors = [\"" + registry.host()
                                    + "\"]\n";
                })
                .collect(Collectors.joining());
    }

    @Override
    public BuilderEnd parse(Ended ended) {
        return Ends.of(ended, false);
    }
}
