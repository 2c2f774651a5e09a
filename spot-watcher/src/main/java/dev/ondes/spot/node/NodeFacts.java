package dev.ondes.spot.node;

import dev.ondes.contracts.job.CapacityType;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node as last seen. Immutable.
 *
 * @param unschedulable whether it is cordoned, by whomever
 * @param version the API server's, for patches that must not overwrite what they haven't seen
 */
public record NodeFacts(
        String name,
        String uid,
        Optional<Machine> machine,
        @Nullable String instanceType,
        @Nullable String zone,
        @Nullable String group,
        CapacityType capacity,
        boolean unschedulable,
        List<Taint> taints,
        Map<String, String> labels,
        Ledger ledger,
        String version) {

    public NodeFacts {
        taints = List.copyOf(taints);
        labels = Map.copyOf(labels);
    }
}
