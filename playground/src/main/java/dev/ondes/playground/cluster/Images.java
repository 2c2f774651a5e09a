package dev.ondes.playground.cluster;

import java.util.List;

/** The images of the playground's jobs, and what they are made of where there is no registry to pull them from. */
public final class Images {
    /** For C projects: shell, the usual tools, git, make, gcc. */
    public static final String SAMPLE_BUILD = "ondes/sample-build:1";

    public static final String BUSYBOX = "busybox:1.36";

    public static final String AGENT = "ondes/job-agent:1";

    /** Debian packages of {@link #SAMPLE_BUILD}. */
    static final List<String> SAMPLE_BUILD_PACKAGES = List.of(
            "bash",
            "bsdutils",
            "coreutils",
            "dash",
            "diffutils",
            "findutils",
            "gcc",
            "git",
            "grep",
            "gzip",
            "hostname",
            "libc6-dev",
            "make",
            "mawk",
            "sed",
            "tar",
            "util-linux");

    /** The first container of the pod that builds an image. */
    public static final String CONTEXT = "ondes/build-context:1";

    /** For jobs: the commands, such as {@code ondes build}, with a shell and git. */
    public static final String CLI = "ondes/cli:1";

    /** What our own programs stand on. */
    static final String PROGRAM_BASE = "ondes/git:1";

    /** Debian packages of {@link #PROGRAM_BASE}: git over HTTP, and a shell for its helpers. */
    static final List<String> PROGRAM_BASE_PACKAGES =
            List.of("ca-certificates", "coreutils", "dash", "git", "grep", "sed", "zlib1g");

    /** A builder of images that runs in a pod. */
    public static final String BUILDAH = "ondes/buildah:1";

    /** Debian packages of {@link #BUILDAH}. */
    static final List<String> BUILDAH_PACKAGES = List.of("bash", "buildah", "ca-certificates", "coreutils", "dash");

    /** Lists what is in images; there where {@code ONDES_SYFT} names the program. */
    public static final String SYFT = "ondes/syft:1";

    private Images() {}
}
