package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says of a node that nobody has heard of for a while that it isn't ready, and keeps new pods from it. */
final class NodeMonitor extends Loop {
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    private final World world;
    private final List<NodeAgent> agents;
    private final Duration grace;
    private final Clock clock;

    NodeMonitor(World world, List<NodeAgent> agents, Duration grace, Clock clock) {
        super("node monitor", Duration.ofSeconds(1));
        this.world = world;
        this.agents = List.copyOf(agents);
        this.grace = grace;
        this.clock = clock;
    }

    @Override
    void look() {
        for (NodeAgent agent : agents) {
            Node node = world.node(agent.name());
            if (node != null) {
                boolean heard = agent.heardAt().plus(grace).isAfter(clock.instant());
                boolean ready = node.getStatus() != null
                        && node.getStatus().getConditions().stream()
                                .anyMatch(condition -> condition.getType().equals("Ready")
                                        && condition.getStatus().equals("True"));
                if (heard != ready) {
                    say(node, heard);
                }
            }
        }
    }

    /** Changes only its own marks: others cordon and taint nodes at the same time. */
    private void say(Node node, boolean heard) {
        var resource = world.client().nodes().withName(node.getMetadata().getName());
        resource.edit(current -> marked(current, heard));
        resource.editStatus(current -> conditioned(current, heard));
    }

    private static Node marked(Node node, boolean heard) {
        List<Taint> taints = new ArrayList<>(node.getSpec().getTaints());
        taints.removeIf(taint -> taint.getKey().equals(UNREACHABLE));
        if (!heard) {
            taints.add(new Taint("NoSchedule", UNREACHABLE, null, null));
        }
        return new NodeBuilder(node).editSpec().withTaints(taints).endSpec().build();
    }

    private Node conditioned(Node node, boolean heard) {
        List<NodeCondition> conditions = new ArrayList<>(node.getStatus().getConditions());
        conditions.removeIf(condition -> condition.getType().equals("Ready"));
        conditions.add(new NodeConditionBuilder()
                .withType("Ready")
                .withStatus(heard ? "True" : "Unknown")
                .withReason(heard ? "KubeletReady" : "NodeStatusUnknown")
                .withMessage(heard ? null : "Kubelet stopped posting node status.")
                .withLastTransitionTime(Pods.time(clock.instant()))
                .build());
        return new NodeBuilder(node)
                .editOrNewStatus()
                .withConditions(conditions)
                .endStatus()
                .build();
    }
}
