package dev.ondes.spot.marks;

import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.Machine;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.node.NodeReader;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Notices;
import dev.ondes.spot.notice.Withdrawal;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Clock;

/** Marks as notices. What a cloud said through its own handler is the cloud's word; the rest is the cluster's. */
public final class MarkNotices implements Telling {
    private final Notices notices;
    private final Clock clock;

    public MarkNotices(Notices notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
    }

    @Override
    public void heard(Node node, Mark mark) {
        NodeFacts facts = NodeReader.read(node);
        var _ = notices.heard(new Notice(
                provider(facts, mark.teller()),
                NodeId.of(facts),
                mark.kind(),
                mark.action(),
                mark.noticedAt(),
                mark.deadline(),
                mark.teller().wire(),
                mark.teller().wire() + ":" + facts.name()));
    }

    @Override
    public void withdrawn(Node node, Mark mark, String why) {
        NodeFacts facts = NodeReader.read(node);
        var _ = notices.withdrawn(new Withdrawal(
                provider(facts, mark.teller()),
                NodeId.of(facts),
                mark.kind(),
                mark.teller().wire(),
                clock.instant(),
                why));
    }

    private static Provider provider(NodeFacts node, Teller teller) {
        return switch (teller) {
            case NODE_TERMINATION_HANDLER, GCP_TERMINATION_HANDLER, AKS, KARPENTER_EVENTS ->
                node.machine().map(Machine::provider).orElse(Provider.KUBERNETES);
            case CLUSTER_AUTOSCALER, KARPENTER, KOPS, CORDON, KUBELET, CONTROL_PLANE -> Provider.KUBERNETES;
        };
    }
}
