package dev.ondes.images.builder;

/** Where things are in a build's pod. */
public final class PodPaths {
    /** The context, unpacked. */
    public static final String WORKSPACE = "/workspace";
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
