package dev.ondes.images.builder;

import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.images.policy.Policy.Registry;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Buildah with chroot isolation: at home on OpenShift. Elsewhere it needs the right to mount, and so a namespace of Pod Security's
 * level Privileged. Builds first and pushes then, so a digest exists only when a push succeeded.
 */
public final class Buildah implements Builder {
    private static final String REGISTRIES = "registries.conf";
    /** Buildah gives these to each RUN, which fails where the pod itself does not have them. */
    private static final String NOT_OURS_TO_GIVE = "--cap-drop=CAP_AUDIT_WRITE,CAP_NET_BIND_SERVICE,CAP_NET_RAW";

    private static final String STORAGE = "/var/lib/containers";

    /** Destinations come by the environment, one a line; no name of an image has blanks or wildcards. */
    private static final String SCRIPT = """
        buildah "$@" || exit $?
        for image in $ONDES_DESTINATIONS; do
          buildah push --quiet --digestfile %s/digest "$image" "docker://$image" || {
            echo "error pushing image: failed to push to destination $image" >&2
            exit 1
          }
        done
        cat %s/digest > %s
        """.formatted(PodPaths.OUT, PodPaths.OUT, PodPaths.TERMINATION_LOG);

    private final String image;
    private final boolean mayMount;

    /**
     * Of one image.
     *
     * @param mayMount false where the runtime's own profile lets containers mount, as CRI-O's does
     */
    public Buildah(String image, boolean mayMount) {
        this.image = image;
        this.mayMount = mayMount;
    }

    @Override
    public BuilderKind kind() {
        return BuilderKind.BUILDAH;
    }

    @Override
    public BuilderContainer prepare(BuilderInput input) {
        var security = Hardening.rootBuilder(
                mayMount ? List.of("SYS_ADMIN", "SYS_CHROOT", "MKNOD", "SETPCAP") : List.of("SYS_CHROOT", "SETPCAP"),
                mayMount ? "Unconfined" : "RuntimeDefault");
        if (mayMount) {
            security = new SecurityContextBuilder(security)
                    .withNewAppArmorProfile()
                    .withType("Unconfined")
                    .endAppArmorProfile()
                    .build();
        }
        return new BuilderContainer(
                image,
                List.of("/bin/sh", "-c", SCRIPT, "buildah"),
                args(input),
                Certificates.told(
                        Map.of(
                                "BUILDAH_ISOLATION",
                                "chroot",
                                "STORAGE_DRIVER",
                                "vfs",
                                "REGISTRY_AUTH_FILE",
                                PodPaths.DOCKER + "/config.json",
                                "CONTAINERS_REGISTRIES_CONF",
                                PodPaths.CONFIG + "/" + REGISTRIES,
                                "ONDES_DESTINATIONS",
                                String.join("\n", input.destinations())),
                        input,
                        "/etc/ssl/certs:/etc/pki/tls/certs"),
                security,
                List.of(STORAGE, PodPaths.OUT),
                Map.of(REGISTRIES, configuration(input.registries())));
    }

    private static List<String> args(BuilderInput input) {
        var spec = input.spec();
        List<String> args = new ArrayList<>(List.of("build", "--file=" + PodPaths.CONTEXT + "/" + spec.dockerfile()));
        args.add(NOT_OURS_TO_GIVE);
        input.destinations().forEach(destination -> args.add("--tag=" + destination));
        if (spec.target() != null) {
            args.add("--target=" + spec.target());
        }
        new TreeMap<>(spec.buildArgs()).forEach((key, value) -> args.add("--build-arg=" + key + "=" + value));
        new TreeMap<>(spec.labels()).forEach((key, value) -> args.add("--label=" + key + "=" + value));
        if (input.platform() != null) {
            args.add("--platform=" + input.platform());
        }
        if (input.cacheRepo() != null) {
            args.addAll(List.of("--layers", "--cache-from=" + input.cacheRepo(), "--cache-to=" + input.cacheRepo()));
            if (input.cacheTtl() != null) {
                args.add("--cache-ttl=" + input.cacheTtl().toMinutes() + "m");
            }
        }
        input.secretIds().forEach(id -> args.add("--secret=id=" + id + ",src=" + PodPaths.SECRETS + "/" + id));
        args.add(PodPaths.CONTEXT);
        return args;
    }

    private static String configuration(List<Registry> registries) {
        return "unqualified-search-registries = [\"docker.io\"]\n"
                + registries.stream().map(Buildah::registry).collect(Collectors.joining());
    }

    private static String registry(Registry registry) {
        String original = registry.mirrorOf();
        return original == null
                ? "[[registry]]\nlocation = \"%s\"\ninsecure = %s\n".formatted(registry.host(), registry.plainHttp())
                : "[[registry]]\nlocation = \"%s\"\n[[registry.mirror]]\nlocation = \"%s\"\ninsecure = %s\n"
                        .formatted(original, registry.host(), registry.plainHttp());
    }

    @Override
    public BuilderEnd parse(Ended ended) {
        return Ends.of(ended, false);
    }
}
