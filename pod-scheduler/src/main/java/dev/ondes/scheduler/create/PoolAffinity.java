package dev.ondes.scheduler.create;

import dev.ondes.contracts.node.NodeLabels;
import dev.ondes.scheduler.nodes.Pool;
import dev.ondes.scheduler.place.Place;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a pod away from pools. A node affinity knows only "one of these terms", each "all of these labels": so there is one
 * term for zones where nothing is skipped, and one for each other zone, which names the groups skipped there. Pure.
 */
final class PoolAffinity {
    private static final int WEIGHT = 100;

    private PoolAffinity() {}

    /** Null where every pool will do. */
    static @Nullable Affinity of(Place place) {
        if (place.barred().isEmpty() && place.shunned().isEmpty()) {
            return null;
        }
        var nodes = new AffinityBuilder().withNewNodeAffinity();
        if (!place.barred().isEmpty()) {
            nodes.withNewRequiredDuringSchedulingIgnoredDuringExecution()
                    .withNodeSelectorTerms(terms(place.barred()))
                    .endRequiredDuringSchedulingIgnoredDuringExecution();
        }
        if (!place.shunned().isEmpty()) {
            // No node is in two of the terms, so that each counts alike.
            nodes.withPreferredDuringSchedulingIgnoredDuringExecution(terms(place.shunned()).stream()
                    .map(term -> new PreferredSchedulingTerm(term, WEIGHT))
                    .toList());
        }
        return nodes.endNodeAffinity().build();
    }

    private static List<NodeSelectorTerm> terms(Set<Pool> away) {
        var zones = new TreeMap<String, List<Pool>>();
        away.stream()
                .filter(pool -> pool.zone() != null)
                .forEach(pool -> zones.computeIfAbsent(Objects.requireNonNull(pool.zone()), _ -> new ArrayList<>())
                        .add(pool));
        List<NodeSelectorRequirement> everywhere =
                notIn(groups(away.stream().filter(pool -> pool.zone() == null).toList()));
        List<NodeSelectorTerm> terms = new ArrayList<>();
        var elsewhere = new ArrayList<>(everywhere);
        if (!zones.isEmpty()) {
            elsewhere.addFirst(requirement(NodeLabels.ZONE, "NotIn", zones.keySet()));
        }
        terms.add(new NodeSelectorTerm(elsewhere, null));
        zones.forEach((zone, pools) -> {
            boolean wholeZone = pools.stream().anyMatch(pool -> pool.group() == null);
            if (!wholeZone) {
                var inZone = new ArrayList<NodeSelectorRequirement>();
                inZone.add(requirement(NodeLabels.ZONE, "In", Set.of(zone)));
                inZone.addAll(notIn(groups(pools)));
                inZone.addAll(everywhere);
                terms.add(new NodeSelectorTerm(inZone, null));
            }
        });
        return terms;
    }

    private static Set<NodeLabels.Group> groups(List<Pool> pools) {
        return pools.stream()
                .flatMap(pool -> Optional.ofNullable(pool.group()).stream())
                .collect(Collectors.toSet());
    }

    private static List<NodeSelectorRequirement> notIn(Set<NodeLabels.Group> groups) {
        var names = new TreeMap<String, Set<String>>();
        groups.forEach(group ->
                names.computeIfAbsent(group.label(), _ -> new TreeSet<>()).add(group.name()));
        return names.entrySet().stream()
                .map(entry -> requirement(entry.getKey(), "NotIn", entry.getValue()))
                .toList();
    }

    private static NodeSelectorRequirement requirement(String label, String operator, Collection<String> values) {
        return new NodeSelectorRequirement(label, operator, List.copyOf(values));
    }
}
