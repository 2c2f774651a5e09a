package dev.ondes.playground.cluster;

/**
 * Images that nodes of a real cluster may have beside those of every job. Best said before it starts: then all nodes begin with them
 * unpacked, by what an earlier cluster left in the cache.
 */
public enum MoreImages {
    /** What builds images: {@link Images#BUILDAH}, {@link Images#CONTEXT} and {@link Images#CLI}. */
    BUILDS,
    /** The services' own, {@code ondes/job-dispatcher:1} and so on, for whoever installs Ondes in the cluster itself. */
    SERVICES
}
