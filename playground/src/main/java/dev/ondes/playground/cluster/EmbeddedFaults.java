package dev.ondes.playground.cluster;

import dev.ondes.playground.cluster.embedded.EmbeddedFault;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

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

    private void set(String node, EmbeddedFault fault) {
        client.nodes().withName(node).edit(current -> annotated(current, fault));
    }

    private static Node annotated(Node node, EmbeddedFault fault) {
        return new NodeBuilder(node)
                .editMetadata()
                .addToAnnotations(EmbeddedFault.ANNOTATION, fault.wire())
                .endMetadata()
                .build();
    }
}
