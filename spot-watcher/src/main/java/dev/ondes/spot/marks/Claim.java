package dev.ondes.spot.marks;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Karpenter NodeClaim tells of the end of its node.
 *
 * @param node name of the node; null until it has one
 * @param deletedAt when its deletion was asked for
 * @param deadline when Karpenter ends the instance whatever still runs there
 * @param reason Karpenter's word: {@code Drifted}, {@code Underutilized}, {@code Empty}, …; null where it gives none, as at an interruption or when the node has expired
 */
record Claim(
        @Nullable String node,
        @Nullable Instant deletedAt,
        @Nullable Instant deadline,
        @Nullable String reason) {
    static final String TERMINATION_TIMESTAMP = "karpenter.sh/nodeclaim-termination-timestamp";
    private static final String DISRUPTION_REASON = "DisruptionReason";

    /** Reads it; what is missing or oddly formed is left out. */
    static Claim read(GenericKubernetesResource resource) {
        Map<String, String> annotations = resource.getMetadata().getAnnotations();
        String node = resource.get("status", "nodeName");
        return new Claim(
                node,
                NodeView.time(resource.getMetadata().getDeletionTimestamp()).orElse(null),
                Optional.ofNullable(annotations)
                        .flatMap(all -> NodeView.time(all.get(TERMINATION_TIMESTAMP)))
                        .orElse(null),
                reason(resource).orElse(null));
    }

    private static Optional<String> reason(GenericKubernetesResource resource) {
        Object conditions = resource.get("status", "conditions");
        if (!(conditions instanceof List<?> list)) {
            return Optional.empty();
        }
        return list.stream()
                .filter(Map.class::isInstance)
                .map(condition -> (Map<?, ?>) condition)
                .filter(condition -> DISRUPTION_REASON.equals(condition.get("type")))
                .filter(condition -> "True".equals(condition.get("status")))
                .map(condition -> String.valueOf(condition.get("reason")))
                .findFirst();
    }
}
