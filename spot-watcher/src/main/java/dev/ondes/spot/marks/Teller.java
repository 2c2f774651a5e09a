package dev.ondes.spot.marks;

import java.util.Arrays;
import java.util.Optional;

/** Who wrote a mark on a node. Its name stands among the sources of the notice. */
public enum Teller {
    CLUSTER_AUTOSCALER("cluster-autoscaler"),
    KARPENTER("karpenter"),
    /** Its Kubernetes events about a node, which pass. */
    KARPENTER_EVENTS("karpenter-events"),
    NODE_TERMINATION_HANDLER("aws-node-termination-handler"),
    GCP_TERMINATION_HANDLER("gcp-node-termination-handler"),
    AKS("aks"),
    KOPS("kops"),
    /** A person, or a tool that leaves no other trace: {@code kubectl cordon}, {@code kubectl drain}. */
    CORDON("cordon"),
    KUBELET("kubelet"),
    /** The cluster's own controllers, and the API server itself. */
    CONTROL_PLANE("control-plane");

    private final String wire;

    Teller(String wire) {
        this.wire = wire;
    }

    /** The name in the notice's {@code sources}. */
    public String wire() {
        return wire;
    }

    /** Reads {@link #wire()}; empty for a source that doesn't write on nodes. */
    public static Optional<Teller> ofWire(String wire) {
        return Arrays.stream(values())
                .filter(teller -> teller.wire.equals(wire))
                .findFirst();
    }
}
