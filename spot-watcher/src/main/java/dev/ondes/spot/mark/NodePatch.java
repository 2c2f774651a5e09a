package dev.ondes.spot.mark;

import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerJson;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.settings.Mode;
import dev.ondes.spot.settings.Modes;
import dev.ondes.spot.settings.SpotSettings.TaintEffect;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one patch of a node: cordon, taints, label and ledger, as a merge patch from what the node is to what its ledger asks
 * for. Pure. Taints are one list to a merge patch, so that it only fits the version of the node that it was made from.
 */
record NodePatch(Modes modes, TaintEffect effect, boolean exclude) {
    static final String EXCLUDE = "node.kubernetes.io/exclude-from-external-load-balancers";
    static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
    private static final String OURS = "ondes";

    /** Cordon and ledger alone: for when the broker is away. */
    Map<String, Object> firstAid(NodeFacts node, Ledger next) {
        return patch(
                node, next.withMarks(next.cordoned() || !node.unschedulable(), next.excluded()), true, Map.of(), null);
    }

    /** Empty when the node is as its ledger asks for already. */
    Optional<Map<String, Object>> of(NodeFacts node, Ledger next) {
        List<LedgerEntry> active =
                next.active().filter(entry -> modes.of(entry.kind()).cordons()).toList();
        boolean marked = !active.isEmpty();
        boolean before =
                node.ledger().active().anyMatch(entry -> modes.of(entry.kind()).cordons());
        // Whoever uncordons by hand what we cordoned wants it so.
        boolean cordon = marked && !before && !node.unschedulable();
        boolean uncordon = !marked && next.cordoned() && node.unschedulable();
        List<Taint> taints = taints(node, active);
        Map<String, Object> labels = new HashMap<>();
        if (marked && exclude && !node.labels().containsKey(EXCLUDE)) {
            labels.put(EXCLUDE, OURS);
        } else if (!marked && next.excluded()) {
            labels.put(EXCLUDE, null);
        }
        Ledger ledger = next.withMarks(
                marked && (next.cordoned() || cordon), marked && (next.excluded() || labels.containsKey(EXCLUDE)));
        boolean sameTaints = Objects.equals(taints, node.taints());
        if (ledger.equals(node.ledger()) && sameTaints && !cordon && !uncordon && labels.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(patch(
                node,
                ledger,
                cordon ? Boolean.TRUE : uncordon ? null : node.unschedulable(),
                labels,
                sameTaints ? null : taints));
    }

    private static Map<String, Object> patch(
            NodeFacts node,
            Ledger ledger,
            @Nullable Boolean unschedulable,
            Map<String, Object> labels,
            @Nullable List<Taint> taints) {
        Map<String, Object> metadata = new HashMap<>();
        Map<String, Object> annotations = new HashMap<>();
        annotations.put(NodeMarks.LEDGER, LedgerJson.write(ledger));
        metadata.put("annotations", annotations);
        if (!labels.isEmpty()) {
            metadata.put("labels", labels);
        }
        Map<String, Object> spec = new HashMap<>();
        if (unschedulable == null || unschedulable != node.unschedulable()) {
            spec.put("unschedulable", unschedulable);
        }
        if (taints != null) {
            spec.put("taints", taints);
        }
        Map<String, Object> patch = new HashMap<>();
        patch.put("metadata", metadata);
        if (!spec.isEmpty()) {
            patch.put("spec", spec);
        }
        return patch;
    }

    /** Others' as they are; of ours, one for each cause that stands. */
    private List<Taint> taints(NodeFacts node, List<LedgerEntry> active) {
        Set<LossCause> causes = active.stream()
                .filter(entry -> modes.of(entry.kind()) != Mode.OBSERVE)
                .map(entry -> entry.kind().cause())
                .collect(Collectors.toSet());
        List<Taint> taints = new ArrayList<>();
        for (Taint taint : node.taints()) {
            boolean ours = taint.getKey().startsWith(NodeMarks.TAINT_PREFIX)
                    || (taint.getKey().equals(OUT_OF_SERVICE) && OURS.equals(taint.getValue()));
            boolean stands = taint.getKey().equals(OUT_OF_SERVICE)
                    ? !active.isEmpty()
                    : causes.stream().anyMatch(cause -> NodeMarks.taint(cause).equals(taint.getKey()));
            if (!ours || stands) {
                taints.add(taint);
            }
        }
        for (LedgerEntry entry : active) {
            String key = NodeMarks.taint(entry.kind().cause());
            if (taints.stream().noneMatch(taint -> taint.getKey().equals(key))) {
                taints.add(new TaintBuilder()
                        .withKey(key)
                        .withValue(entry.kind().wire())
                        .withEffect(effect.wire())
                        .build());
            }
        }
        return taints;
    }

    /** After a drain: tells Kubernetes to detach the node's volumes at once. */
    static List<Taint> withOutOfService(List<Taint> taints) {
        List<Taint> all = new ArrayList<>(taints);
        if (all.stream().noneMatch(taint -> taint.getKey().equals(OUT_OF_SERVICE))) {
            all.add(new TaintBuilder()
                    .withKey(OUT_OF_SERVICE)
                    .withValue(OURS)
                    .withEffect("NoExecute")
                    .build());
        }
        return all;
    }
}
