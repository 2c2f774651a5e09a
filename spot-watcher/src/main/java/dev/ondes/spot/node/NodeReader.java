package dev.ondes.spot.node;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.NodeLabels;
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
                labels.get(NodeLabels.INSTANCE_TYPE),
                zone(labels, machine),
                NodeLabels.group(labels).map(NodeLabels.Group::name).orElse(null),
                NodeLabels.capacity(labels).orElse(CapacityType.ON_DEMAND),
                spec != null && Boolean.TRUE.equals(spec.getUnschedulable()),
                spec == null || spec.getTaints() == null ? List.of() : spec.getTaints(),
                labels,
                LedgerJson.read(annotations.get(NodeMarks.LEDGER)),
                Objects.requireNonNullElse(meta.getResourceVersion(), ""));
    }

    private static @Nullable String zone(Map<String, String> labels, Optional<Machine> machine) {
        return Stream.of(labels.get(NodeLabels.ZONE), machine.map(Machine::zone).orElse(null))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
