package dev.ondes.playground.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;

/** Faults of a cluster that {@code kubernetes.sh} has made. */
record RealFaults(KubernetesScript script, KubernetesClient client) implements Faults {

    @Override
    public void nodeVanishes(String node) {
        script.must("node-crash", number(node));
        client.nodes().withName(node).delete();
    }

    @Override
    public void nodeReturns(String node) {
        script.must("node-return", number(node));
    }

    @Override
    public void kubeletFallsSilent(String node) {
        script.must("node-silence", number(node));
    }

    @Override
    public void kubeletResumes(String node) {
        script.must("node-resume", number(node));
    }

    @Override
    public void podEvicted(String namespace, String pod) {
        client.pods().inNamespace(namespace).withName(pod).evict();
    }

    private static String number(String node) {
        return node.replaceFirst("^node", "");
    }
}
