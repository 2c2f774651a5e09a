package dev.ondes.scheduler.create;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeAffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import org.jspecify.annotations.Nullable;

/** One affinity where two hold. Pure. */
final class BothAffinities {
    private BothAffinities() {}

    /**
     * What keeps a pod away from pools, and what its class says.
     *
     * @param ours as {@link PoolAffinity} has it: of nodes alone
     */
    static @Nullable Affinity of(@Nullable Affinity ours, @Nullable Affinity theirs) {
        if (ours == null || theirs == null) {
            return ours == null ? theirs : ours;
        }
        NodeAffinity nodes = ours.getNodeAffinity();
        NodeAffinity also = theirs.getNodeAffinity() == null ? new NodeAffinity() : theirs.getNodeAffinity();
        return new AffinityBuilder(theirs)
                .withNodeAffinity(new NodeAffinityBuilder(nodes)
                        .withRequiredDuringSchedulingIgnoredDuringExecution(both(required(nodes), required(also)))
                        .addAllToPreferredDuringSchedulingIgnoredDuringExecution(
                                also.getPreferredDuringSchedulingIgnoredDuringExecution())
                        .build())
                .build();
    }

    private static @Nullable NodeSelector required(NodeAffinity nodes) {
        return nodes.getRequiredDuringSchedulingIgnoredDuringExecution();
    }

    /** "One of these" and "one of those" is "one of all pairs". */
    private static @Nullable NodeSelector both(@Nullable NodeSelector ours, @Nullable NodeSelector theirs) {
        if (ours == null || theirs == null) {
            return ours == null ? theirs : ours;
        }
        return new NodeSelector(ours.getNodeSelectorTerms().stream()
                .flatMap(one -> theirs.getNodeSelectorTerms().stream()
                        .map(other -> new NodeSelectorTermBuilder(other)
                                .addAllToMatchExpressions(one.getMatchExpressions())
                                .build()))
                .toList());
    }
}
