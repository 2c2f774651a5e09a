package dev.ondes.playground.cluster;

import dev.ondes.playground.cluster.embedded.EmbeddedFault;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Faults of the embedded cluster: its nodes read them off an annotation of their Node object. */
record EmbeddedFaults(KubernetesClient client) implements Faults {

    @Override
    public void nodeVanishes(String node) {
        set(node, EmbeddedFault.CRASHED);
        client.nodes().withName(node).delete();
    }

    /** The node registers itself on finding that it has an object. */
    @Override
    public void nodeReturns(String node) {
        if (client.nodes().withName(node).get() != null) {
            set(node, EmbeddedFault.NONE);
            return;
        }
        ClusterNode as = ClusterNode.THREE.stream()
                .filter(one -> one.name().equals(node))
                .findFirst()
                .orElseThrow();
        client.nodes().resource(EmbeddedFault.object(as)).create();
    }

    @Override
    public void kubeletFallsSilent(String node) {
        set(node, EmbeddedFault.SILENT);
    }

    @Override
    public void kubeletResumes(String node) {
        set(node, EmbeddedFault.NONE);
    }

    @Override
    public void podEvicted(String namespace, String pod) {
        client.pods().inNamespace(namespace).withName(pod).evict();
    }

    /** A merge patch, which never conflicts: others change nodes at the same time. */
    private void set(String node, EmbeddedFault fault) {
        client.nodes()
                .withName(node)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"" + EmbeddedFault.ANNOTATION + "\":\"" + fault.wire()
                                + "\"}}}");
    }
}
