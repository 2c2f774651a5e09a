package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small things about pods that all parts need. */
final class Pods {
    private Pods() {}

    static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    static String namespace(Pod pod) {
        return pod.getMetadata().getNamespace();
    }

    static boolean ended(Pod pod) {
        return isTerminal(pod.getStatus().getPhase());
    }

    /** No pod leaves such a phase again. */
    static boolean isTerminal(String phase) {
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    static boolean deleted(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** Nothing but finalizers holds it. */
    static boolean mayGo(Pod pod) {
        Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        return deleted(pod) && (grace == null || grace == 0);
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static PodCondition condition(String type, boolean holds, Clock clock) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(holds ? "True" : "False")
                .withLastTransitionTime(time(clock.instant()))
                .build();
    }

    /** The conditions with this one in place of the one of its type; one that says the same stays as it is. */
    static List<PodCondition> with(PodStatus status, PodCondition condition) {
        List<PodCondition> conditions = new ArrayList<>();
        boolean same = false;
        for (PodCondition existing : status.getConditions()) {
            if (!existing.getType().equals(condition.getType())) {
                conditions.add(existing);
            } else if (equal(existing.getStatus(), condition.getStatus())
                    && equal(existing.getReason(), condition.getReason())
                    && equal(existing.getMessage(), condition.getMessage())) {
                conditions.add(existing);
                same = true;
            }
        }
        if (!same) {
            conditions.add(condition);
        }
        return conditions;
    }

    private static boolean equal(@Nullable String one, @Nullable String other) {
        return (one == null ? "" : one).equals(other == null ? "" : other);
    }

    /** A merge patch of the pod itself. @return whether it was there */
    static boolean patch(KubernetesClient client, Pod pod, String patch) {
        try {
            client.pods()
                    .inNamespace(namespace(pod))
                    .withName(name(pod))
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    /** Deletes exactly this pod, whatever holds it but finalizers. */
    static void remove(KubernetesClient client, Pod pod) {
        var resource = client.pods().inNamespace(namespace(pod)).withName(name(pod));
        Pod current = resource.get();
        if (current != null && uid(current).equals(uid(pod))) {
            resource.withGracePeriod(0).delete();
        }
    }
}
