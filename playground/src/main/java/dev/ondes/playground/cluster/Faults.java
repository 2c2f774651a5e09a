package dev.ondes.playground.cluster;

/**
 * What may befall a cluster, on demand. Each call returns when the fault has happened, not when the cluster has noticed
 * it. A cluster that can't do one throws {@link UnsupportedOperationException} saying so.
 */
public interface Faults {
    /** An image that no node can pull. */
    String NOT_PULLABLE = "localhost:1/ondes/missing:1";

    /**
     * The machine is gone with all that ran on it, and its Node object with it, as a cloud takes back a spot
     * instance. Its pods are ended by Kubernetes' pod garbage collector: on a real cluster 40 to 60 s later, on the
     * embedded one after a second.
     */
    void nodeVanishes(String node);

    /** A vanished node boots and registers again; what ran on it before does not run on. */
    void nodeReturns(String node);

    /** The kubelet hangs: containers run on, nobody hears of them. */
    void kubeletFallsSilent(String node);

    /** A silent kubelet goes on and tells what happened meanwhile. */
    void kubeletResumes(String node);

    /** By the eviction API, as a drain does it. */
    void podEvicted(String namespace, String pod);
}
