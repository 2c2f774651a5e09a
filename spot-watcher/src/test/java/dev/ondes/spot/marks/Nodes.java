package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerJson;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Nodes for tests, as an API server shows them. */
final class Nodes {
    static final Instant BORN = Instant.parse("2026-03-04T08:00:00Z");
    static final Instant NOW = Instant.parse("2026-03-04T10:00:00Z");
    static final Instant EARLIER = Instant.parse("2026-03-04T09:59:00Z");

    private Nodes() {}

    /** A healthy one with a change. */
    static Node node(UnaryOperator<NodeBuilder> change) {
        return change.apply(new NodeBuilder()
                        .withNewMetadata()
                        .withName("node-1")
                        .withUid("uid-1")
                        .withCreationTimestamp(BORN.toString())
                        .endMetadata()
                        .withNewSpec()
                        .withProviderID("aws:///eu-west-1b/i-0aaaaaaaaaaaaaaa1")
                        .endSpec()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("KubeletReady")
                        .withLastTransitionTime(BORN.plusSeconds(20).toString())
                        .endCondition()
                        .endStatus())
                .build();
    }

    static Node healthy() {
        return node(same -> same);
    }

    static UnaryOperator<NodeBuilder> taint(String key, String value, String effect) {
        return node -> node.editSpec()
                .addNewTaint()
                .withKey(key)
                .withValue(value)
                .withEffect(effect)
                .endTaint()
                .endSpec();
    }

    static UnaryOperator<NodeBuilder> taint(String key) {
        return taint(key, "", "NoSchedule");
    }

    static UnaryOperator<NodeBuilder> label(String key, String value) {
        return node -> node.editMetadata().addToLabels(key, value).endMetadata();
    }

    static UnaryOperator<NodeBuilder> cordoned() {
        return node -> node.editSpec()
                .withUnschedulable(true)
                .addNewTaint()
                .withKey("node.kubernetes.io/unschedulable")
                .withEffect("NoSchedule")
                .withTimeAdded(EARLIER.toString())
                .endTaint()
                .endSpec();
    }

    static UnaryOperator<NodeBuilder> ready(String status, String reason, String message, Instant since) {
        return node -> node.editStatus()
                .editMatchingCondition(condition -> condition.getType().equals("Ready"))
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(since.toString())
                .endCondition()
                .endStatus();
    }

    static UnaryOperator<NodeBuilder> condition(String type, String message) {
        return node -> node.editStatus()
                .addNewCondition()
                .withType(type)
                .withStatus("True")
                .withMessage(message)
                .withLastTransitionTime(EARLIER.toString())
                .endCondition()
                .endStatus();
    }

    /** As we leave it on a node that we cordoned. */
    static UnaryOperator<NodeBuilder> ledger(NoticeKind kind, String source) {
        var entry = new LedgerEntry(
                "notice-1",
                kind,
                Provider.AWS,
                "i-0aaaaaaaaaaaaaaa1",
                InstanceAction.TERMINATE,
                EARLIER,
                null,
                List.of(source),
                LedgerEntry.Step.MARKED);
        String json = LedgerJson.write(Ledger.EMPTY.with(entry).withMarks(true, false));
        return node ->
                node.editMetadata().addToAnnotations(NodeMarks.LEDGER, json).endMetadata();
    }

    static UnaryOperator<NodeBuilder> deleting(String finalizer) {
        return node -> node.editMetadata()
                .withDeletionTimestamp(EARLIER.toString())
                .addToFinalizers(finalizer)
                .endMetadata();
    }

    @SafeVarargs
    static Node node(UnaryOperator<NodeBuilder> first, UnaryOperator<NodeBuilder>... more) {
        return node(builder -> {
            NodeBuilder changed = first.apply(builder);
            for (UnaryOperator<NodeBuilder> change : more) {
                changed = change.apply(changed);
            }
            return changed;
        });
    }

    static NodeView view(Node node) {
        return view(node, null);
    }

    static NodeView view(Node node, @Nullable Claim claim) {
        return new NodeView(node, claim, NOW);
    }
}
