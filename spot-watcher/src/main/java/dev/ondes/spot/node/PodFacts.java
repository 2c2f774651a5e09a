package dev.ondes.spot.node;

import dev.ondes.contracts.node.NodeMarks;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A pod on a node, as far as a drain asks.
 *
 * @param ci whether it is a CI job of ours
 * @param stays a DaemonSet's, or a static pod of the kubelet's: would be back at once
 * @param critical goes last
 * @param finished has ended already
 * @param leaving is being deleted
 * @param grace that it asks for
 */
public record PodFacts(
        String namespace,
        String name,
        String uid,
        boolean ci,
        boolean stays,
        boolean critical,
        boolean finished,
        boolean leaving,
        Duration grace) {
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final Set<String> CRITICAL = Set.of("system-cluster-critical", "system-node-critical");
    private static final long STANDARD_GRACE = 30;

    public static PodFacts read(Pod pod) {
        var meta = pod.getMetadata();
        var spec = pod.getSpec();
        Map<String, String> labels = Objects.requireNonNullElse(meta.getLabels(), Map.of());
        Map<String, String> annotations = Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
        List<OwnerReference> owners = Objects.requireNonNullElse(meta.getOwnerReferences(), List.of());
        String phase = pod.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
        Long grace = spec.getTerminationGracePeriodSeconds();
        return new PodFacts(
                meta.getNamespace(),
                meta.getName(),
                meta.getUid(),
                NodeMarks.ONDES.equals(labels.get(NodeMarks.MANAGED_BY)),
                annotations.containsKey(MIRROR)
                        || owners.stream().anyMatch(owner -> owner.getKind().equals("DaemonSet")),
                spec.getPriorityClassName() != null && CRITICAL.contains(spec.getPriorityClassName()),
                phase.equals("Succeeded") || phase.equals("Failed"),
                meta.getDeletionTimestamp() != null,
                Duration.ofSeconds(grace == null ? STANDARD_GRACE : grace));
    }

    /** Whether a drain has to do with it at all. */
    public boolean counts() {
        return !stays && !finished;
    }
}
