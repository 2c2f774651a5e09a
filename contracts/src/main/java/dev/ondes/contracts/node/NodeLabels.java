package dev.ondes.contracts.node;

import dev.ondes.contracts.job.CapacityType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the labels of clouds, provisioners and node groups say about a node: the same for who watches nodes and for who
 * places pods. Pure.
 */
public final class NodeLabels {
    public static final String ZONE = "topology.kubernetes.io/zone";
    public static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";

    /** In the order in which they are asked: kops, EKS, eksctl's groups without EKS' management, Karpenter, GKE, AKS. */
    private static final List<String> GROUPS = List.of(
            "kops.k8s.io/instancegroup",
            "eks.amazonaws.com/nodegroup",
            "alpha.eksctl.io/nodegroup-name",
            "karpenter.sh/nodepool",
            "cloud.google.com/gke-nodepool",
            "kubernetes.azure.com/agentpool",
            "agentpool");

    /** Labels whose value says it. */
    private static final Map<String, CapacityType> BY_VALUE = Map.ofEntries(
            Map.entry("ondes.dev/capacity=spot", CapacityType.SPOT),
            Map.entry("ondes.dev/capacity=on-demand", CapacityType.ON_DEMAND),
            Map.entry("karpenter.sh/capacity-type=spot", CapacityType.SPOT),
            Map.entry("karpenter.sh/capacity-type=on-demand", CapacityType.ON_DEMAND),
            Map.entry("eks.amazonaws.com/capacitytype=spot", CapacityType.SPOT),
            Map.entry("eks.amazonaws.com/capacitytype=on_demand", CapacityType.ON_DEMAND),
            Map.entry("cloud.google.com/gke-spot=true", CapacityType.SPOT),
            Map.entry("cloud.google.com/gke-preemptible=true", CapacityType.SPOT),
            Map.entry("cloud.google.com/gke-provisioning=spot", CapacityType.SPOT),
            Map.entry("kubernetes.azure.com/scalesetpriority=spot", CapacityType.SPOT),
            Map.entry("lifecycle=ec2spot", CapacityType.SPOT),
            Map.entry("node-lifecycle=spot", CapacityType.SPOT));

    private static final Set<String> SPOT_BY_KEY = Set.of("node-role.kubernetes.io/spot-worker");

    /** A node group, and the label that names it. */
    public record Group(String label, String name) {}

    private NodeLabels() {}

    /** The node group; empty where no label names one. */
    public static Optional<Group> group(Map<String, String> labels) {
        return GROUPS.stream()
                .map(label -> new Group(label, labels.getOrDefault(label, "")))
                .filter(group -> !group.name().isEmpty())
                .findFirst();
    }

    /** What the node's capacity is called; empty where no label says it. */
    public static Optional<CapacityType> capacity(Map<String, String> labels) {
        Stream<CapacityType> byValue = labels.entrySet().stream()
                .map(label -> (label.getKey() + "=" + label.getValue()).toLowerCase(Locale.ROOT))
                .flatMap(label -> Optional.ofNullable(BY_VALUE.get(label)).stream());
        Stream<CapacityType> byKey = SPOT_BY_KEY.stream()
                .filter(key -> !labels.getOrDefault(key, "false").equals("false"))
                .map(_ -> CapacityType.SPOT);
        // A node that anybody calls spot is spot.
        return Stream.concat(byValue, byKey).min(Enum::compareTo);
    }
}
