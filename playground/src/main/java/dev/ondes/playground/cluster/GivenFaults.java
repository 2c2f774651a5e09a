package dev.ondes.playground.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;

/** Faults of a cluster that isn't ours to break: eviction, and nothing of its nodes. */
record GivenFaults(KubernetesClient client) implements Faults {

    @Override
    public void nodeVanishes(String node) {
        throw cannot("take a node away");
    }

    @Override
    public void nodeReturns(String node) {
        throw cannot("bring a node back");
    }

    @Override
    public void kubeletFallsSilent(String node) {
        throw cannot("silence a kubelet");
    }

    @Override
    public void kubeletResumes(String node) {
        throw cannot("wake a kubelet");
    }

    @Override
    public void podEvicted(String namespace, String pod) {
        client.pods().inNamespace(namespace).withName(pod).evict();
    }

    private static UnsupportedOperationException cannot(String what) {
        return new UnsupportedOperationException(
                "the playground can't " + what + " in this cluster; use --cluster real or embedded");
    }
}
