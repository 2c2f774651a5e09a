package dev.ondes.spot.node;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.NodeMarks;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads from a node what we need of it: by the labels of EKS, Karpenter, kops, GKE and AKS. */
public final class NodeReader {
    private static final List<String> GROUP = List.of(
            "karpenter.sh/nodepool",
            "eks.amazonaws.com/nodegroup",
            "kops.k8s.io/instancegroup",
            "cloud.google.com/gke-nodepool",
            "kubernetes.azure.com/agentpool",
            "agentpool");
    /** Label and value that say spot; any value but {@code false} where it is empty. */
    private static final Map<String, String> SPOT = Map.of(
            "karpenter.sh/capacity-type", "spot",
            "eks.amazonaws.com/capacityType", "SPOT",
            "node-role.kubernetes.io/spot-worker", "",
            "cloud.google.com/gke-spot", "true",
            "cloud.google.com/gke-preemptible", "true",
            "cloud.google.com/gke-provisioning", "spot",
            "kubernetes.azure.com/scalesetpriority", "spot",
            "lifecycle", "Ec2Spot",
            "node-lifecycle", "spot");

    private NodeReader() {}

    public static NodeFacts read(Node node) {
        var meta = node.getMetadata();
        var spec = node.getSpec();
        Map<String, String> labels = Objects.requireNonNullElse(meta.getLabels(), Map.of());
        Map<String, String> annotations = Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
        Optional<Machine> machine = Machine.of(spec == null ? null : spec.getProviderID());
        return new NodeFacts(
                meta.getName(),
                Objects.requireNonNullElse(meta.getUid(), ""),
                machine,
                labels.get("node.kubernetes.io/instance-type"),
                zone(labels, machine),
                GROUP.stream()
                        .map(labels::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                capacity(labels),
                spec != null && Boolean.TRUE.equals(spec.getUnschedulable()),
                spec == null || spec.getTaints() == null ? List.of() : spec.getTaints(),
                labels,
                LedgerJson.read(annotations.get(NodeMarks.LEDGER)),
                Objects.requireNonNullElse(meta.getResourceVersion(), ""));
    }

    private static @Nullable String zone(Map<String, String> labels, Optional<Machine> machine) {
        return Stream.of(
                        labels.get("topology.kubernetes.io/zone"),
                        machine.map(Machine::zone).orElse(null))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static CapacityType capacity(Map<String, String> labels) {
        boolean spot = SPOT.entrySet().stream().anyMatch(mark -> {
            String value = labels.get(mark.getKey());
            return value != null
                    && (mark.getValue().isEmpty() ? !value.equals("false") : value.equalsIgnoreCase(mark.getValue()));
        });
        return spot ? CapacityType.SPOT : CapacityType.ON_DEMAND;
    }
}
