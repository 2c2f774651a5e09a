package dev.ondes.images.builder;

/**
 * Where things are in a build's pod: all that is mounted beside Kaniko is below {@code /ondes}. Kaniko builds in the root of its own
 * container and leaves out of layers, without a word, whatever lies in a path that is mounted (GoogleContainerTools/kaniko#1508,
 * #2021); a path that images use, such as {@code /workspace}, would be missing in them.
 */
public final class PodPaths {
    /** The context, unpacked. */
    public static final String CONTEXT = "/ondes/context";
    /** {@code config.json} with credentials for registries. */
    public static final String DOCKER = "/ondes/docker";
    /** One file for each secret of the build. */
    public static final String SECRETS = "/ondes/secrets";
    /** A folder with a PEM file of authorities to believe. */
    public static final String AUTHORITIES = "/ondes/authorities";
    /** A builder's own configuration. */
    public static final String CONFIG = "/ondes/config";
    /** What the builder writes for itself. */
    public static final String OUT = "/ondes/out";
    /** Read by the kubelet when the builder has ended: here the digest stands. */
    public static final String TERMINATION_LOG = "/dev/termination-log";

    private PodPaths() {}
}
