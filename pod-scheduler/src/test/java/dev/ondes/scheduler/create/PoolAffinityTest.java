package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.NodeLabels;
import dev.ondes.scheduler.nodes.Pool;
import dev.ondes.scheduler.place.Place;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PoolAffinityTest {
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String KOPS = "kops.k8s.io/instancegroup";
    private static final String KARPENTER = "karpenter.sh/nodepool";

    @Test
    void isNoneWhereNothingIsSkipped() {
        assertThat(PoolAffinity.of(place(Set.of(), Set.of()))).isNull();
    }

    @Test
    void namesZonesWhereNothingIsSkippedAndTheGroupsSkippedInTheOthers() {
        Affinity affinity =
                PoolAffinity.of(place(Set.of(pool(KOPS, "spot-a", "1a"), pool(KOPS, "spot-b", "1a")), Set.of()));

        assertThat(Serialization.asYaml(affinity)).isEqualTo("""
                ---
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                    - matchExpressions:
                      - key: "topology.kubernetes.io/zone"
                        operator: "NotIn"
                        values:
                        - "1a"
                    - matchExpressions:
                      - key: "topology.kubernetes.io/zone"
                        operator: "In"
                        values:
                        - "1a"
                      - key: "kops.k8s.io/instancegroup"
                        operator: "NotIn"
                        values:
                        - "spot-a"
                        - "spot-b"
                """);
    }

    @Test
    void keepsAwayFromThosePoolsAndFromNoOther() {
        long seed = Long.getLong("ondes.seed", 20260301L);
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Set<Pool> away = somePools(random);
            Affinity affinity = PoolAffinity.of(place(away, away));
            assertThat(affinity).isNotNull();
            var required = affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution();
            var preferred = affinity.getNodeAffinity().getPreferredDuringSchedulingIgnoredDuringExecution();
            for (Map<String, String> node : allNodes()) {
                boolean free = away.stream().noneMatch(pool -> isIn(node, pool));
                assertThat(required.getNodeSelectorTerms())
                        .as("seed %d, away %s, node %s", seed, away, node)
                        .matches(terms -> terms.stream().anyMatch(term -> fits(node, term)) == free);
                assertThat(preferred.stream()
                                .map(PreferredSchedulingTerm::getPreference)
                                .filter(term -> fits(node, term)))
                        .as("terms that a node gains by: seed %d, away %s, node %s", seed, away, node)
                        .hasSize(free ? 1 : 0);
            }
        }
    }

    private static Set<Pool> somePools(Random random) {
        Set<Pool> pools = new HashSet<>();
        int count = 1 + random.nextInt(5);
        while (pools.size() < count) {
            String label = random.nextBoolean() ? KOPS : KARPENTER;
            String group = random.nextInt(6) == 0 ? null : "g" + random.nextInt(3);
            String zone = group != null && random.nextInt(6) == 0 ? null : "z" + random.nextInt(3);
            pools.add(group == null ? new Pool(null, zone) : pool(label, group, zone));
        }
        return pools;
    }

    private static List<Map<String, String>> allNodes() {
        var nodes = new java.util.ArrayList<Map<String, String>>();
        for (String label : List.of(KOPS, KARPENTER, "")) {
            for (int group = 0; group < 4; group++) {
                for (int zone = 0; zone < 5; zone++) {
                    Map<String, String> labels = new HashMap<>();
                    if (!label.isEmpty()) {
                        labels.put(label, "g" + group);
                    }
                    if (zone < 4) {
                        labels.put(ZONE, "z" + zone);
                    }
                    nodes.add(labels);
                }
            }
        }
        return nodes;
    }

    private static boolean isIn(Map<String, String> node, Pool pool) {
        return (pool.zone() == null || pool.zone().equals(node.get(ZONE)))
                && (pool.group() == null
                        || pool.group().name().equals(node.get(pool.group().label())));
    }

    /** As the scheduler of Kubernetes reads a term: all of it, and one without expressions fits nothing. */
    private static boolean fits(Map<String, String> node, NodeSelectorTerm term) {
        return !term.getMatchExpressions().isEmpty()
                && term.getMatchExpressions().stream().allMatch(requirement -> fits(node, requirement));
    }

    private static boolean fits(Map<String, String> node, NodeSelectorRequirement requirement) {
        boolean in = requirement.getValues().contains(node.getOrDefault(requirement.getKey(), "<none>"));
        return switch (requirement.getOperator()) {
            case "In" -> in;
            case "NotIn" -> !in;
            default -> throw new AssertionError(requirement);
        };
    }

    private static Pool pool(String label, String group, @Nullable String zone) {
        return new Pool(new NodeLabels.Group(label, group), zone);
    }

    private static Place place(Set<Pool> barred, Set<Pool> shunned) {
        return new Place(CapacityType.SPOT, List.of(CapacityType.SPOT), null, barred, shunned);
    }
}
