package dev.ondes.scheduler.world;

import dev.ondes.contracts.node.NodeLabels;
import dev.ondes.scheduler.nodes.NodeFacts;
import dev.ondes.scheduler.nodes.Pool;
import java.time.Instant;
import java.util.Map;

/** Nodes of two CPUs and eight gibibytes. */
public final class Nodes {
    public static final String GROUP = "kops.k8s.io/instancegroup";
    private static final String ZONE = "topology.kubernetes.io/zone";

    private Nodes() {}

    /** A spot node that pods of the world's class may go to. */
    public static NodeFacts spot(String name, String group, String zone) {
        return of(
                name,
                Map.of(
                        "pool",
                        "spot",
                        GROUP,
                        group,
                        ZONE,
                        zone,
                        "node.kubernetes.io/instance-type",
                        "m6i.large",
                        "node-role.kubernetes.io/spot-worker",
                        "true"));
    }

    public static NodeFacts onDemand(String name, String group, String zone) {
        return of(name, Map.of(GROUP, group, ZONE, zone, "node.kubernetes.io/instance-type", "m6i.large"));
    }

    public static NodeFacts of(String name, Map<String, String> labels) {
        return new NodeFacts(name, labels, 2000, 8L << 30, Instant.EPOCH);
    }

    public static Pool pool(String group, String zone) {
        return new Pool(new NodeLabels.Group(GROUP, group), zone);
    }
}
