package dev.ondes.images.sbom;

import dev.ondes.images.builder.PodPaths;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Anchore's syft, which reads an image from its registry and prints what is in it. Known to work: 1.57. Pure.
 *
 * @param image its container image
 * @param command instead of the image's own; empty for that
 * @param memory what it may use
 * @param limit of the whole work
 */
public record Syft(String image, List<String> command, SbomFormat format, String memory, Duration limit) {
    /** The one folder that it may write to. */
    public static final String SCRATCH = "/tmp";

    public Syft {
        command = List.copyOf(command);
    }

    /**
     * Its arguments.
     *
     * @param name {@code host/repository@digest}: a tag may be another's by now
     */
    public List<String> args(String name) {
        return List.of("scan", "registry:" + name, "--quiet", "--output", format.option());
    }

    /**
     * Its environment. It asks nobody whether there is a newer one.
     *
     * @param plainHttp whether the registry has no TLS
     * @param authorities whether there are private ones to believe
     */
    public Map<String, String> environment(boolean plainHttp, boolean authorities) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "DOCKER_CONFIG",
                PodPaths.DOCKER,
                "HOME",
                SCRATCH,
                "TMPDIR",
                SCRATCH,
                "SYFT_CHECK_FOR_APP_UPDATE",
                "false"));
        if (plainHttp) {
            environment.put("SYFT_REGISTRY_INSECURE_USE_HTTP", "true");
        }
        if (authorities) {
            environment.put("SSL_CERT_DIR", "/etc/ssl/certs:" + PodPaths.AUTHORITIES);
        }
        return environment;
    }
}
