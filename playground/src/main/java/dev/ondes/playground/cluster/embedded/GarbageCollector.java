package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Secrets go with the pod that owns them; pods on a node that is no more are ended and deleted, as Kubernetes' pod
 * garbage collector does (there 40 to 60 s after the node's end).
 */
final class GarbageCollector extends Loop {
    private final World world;
    private final PodStatuses statuses;
    private final Duration nodeQuarantine;
    private final Clock clock;
    /** Pod uid to when its node was first missed. */
    private final Map<String, Instant> missing = new HashMap<>();

    GarbageCollector(World world, PodStatuses statuses, Duration nodeQuarantine, Clock clock) {
        super("garbage collector", Duration.ofMillis(250));
        this.world = world;
        this.statuses = statuses;
        this.nodeQuarantine = nodeQuarantine;
        this.clock = clock;
        world.onDelete(object -> wake());
    }

    @Override
    void look() {
        Set<String> lost = new HashSet<>();
        for (Pod pod : world.pods()) {
            String node = pod.getSpec().getNodeName();
            if (node != null && world.node(node) == null && !(Pods.ended(pod) && Pods.mayGo(pod))) {
                lost.add(Pods.uid(pod));
                Instant since = missing.computeIfAbsent(Pods.uid(pod), uid -> clock.instant());
                if (!clock.instant().isBefore(since.plus(nodeQuarantine))) {
                    end(pod);
                }
            }
        }
        missing.keySet().retainAll(lost);
        Set<String> owners = world.pods().stream().map(Pods::uid).collect(Collectors.toSet());
        for (Secret secret : world.secrets()) {
            for (OwnerReference owner : secret.getMetadata().getOwnerReferences()) {
                if ("Pod".equals(owner.getKind()) && !owners.contains(owner.getUid()) && isGone(secret, owner)) {
                    world.client().resource(secret).delete();
                }
            }
        }
    }

    /** The world may lag behind: a secret may be seen before its pod. */
    private boolean isGone(Secret secret, OwnerReference owner) {
        Pod pod = world.client()
                .pods()
                .inNamespace(secret.getMetadata().getNamespace())
                .withName(owner.getName())
                .get();
        return pod == null || !Pods.uid(pod).equals(owner.getUid());
    }

    private void end(Pod pod) {
        statuses.change(pod, status -> {
            status.setConditions(Pods.with(
                    status,
                    new PodConditionBuilder(Pods.condition("DisruptionTarget", true, clock))
                            .withReason("DeletionByPodGC")
                            .withMessage("PodGC: node no longer exists")
                            .build()));
            if (!Pods.ended(pod)) {
                status.setPhase("Failed");
            }
        });
        Pods.remove(world.client(), pod);
    }
}
