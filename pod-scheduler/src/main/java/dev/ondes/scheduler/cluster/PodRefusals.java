package dev.ondes.scheduler.cluster;

import dev.ondes.kubernetes.Refusals;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What it means that the API server refused a new pod, or its Secret. Pure. One code has many meanings: 403 is a full quota, a right that is
 * missing, and a pod against a policy; the words tell them apart (those of Kubernetes 1.29 to 1.34, see the tests).
 */
final class PodRefusals {
    private PodRefusals() {}

    static CreateAnswer of(KubernetesClientException e) {
        String why = Refusals.text(e);
        return switch (e.getCode()) {
            case 400, 422 -> new CreateAnswer.Invalid(why, fields(e));
            case 401 -> notNow(Hindrance.RIGHTS_MISSING, why);
            case 403 -> forbidden(why);
            case 404 -> notNow(Hindrance.NAMESPACE_NOT_READY, why);
            case 409 -> notNow(Hindrance.NO_ROOM, why);
            default -> notNow(Hindrance.NO_ANSWER, why);
        };
    }

    /** Of ours none is against a rule of Kubernetes; what else a cluster has against them may be mended. */
    static SecretAnswer ofSecret(KubernetesClientException e) {
        return of(e) instanceof CreateAnswer.NotNow(var by, var why)
                ? new SecretAnswer.NotNow(by, why)
                : new SecretAnswer.NotNow(Hindrance.NO_ANSWER, Refusals.text(e));
    }

    private static CreateAnswer forbidden(String why) {
        String text = why.toLowerCase(Locale.ROOT);
        // A quota's status is unknown from when somebody makes or changes it until it is counted.
        if (text.contains("exceeded quota") || text.contains("status unknown for quota")) {
            return notNow(Hindrance.NO_ROOM, why);
        }
        if (text.contains("cannot create resource")) {
            return notNow(Hindrance.RIGHTS_MISSING, why);
        }
        if (text.contains("being terminated") || text.contains("error looking up service account")) {
            return notNow(Hindrance.NAMESPACE_NOT_READY, why);
        }
        if (text.contains("not yet ready to handle request")) {
            // Its admission plugins, in the first seconds after its start.
            return notNow(Hindrance.NO_ANSWER, why);
        }
        // Pod security, limit ranges, quotas that want a limit, policies: the next try would hear the same.
        return new CreateAnswer.Invalid(why, List.of());
    }

    private static CreateAnswer notNow(Hindrance by, String why) {
        return new CreateAnswer.NotNow(by, why);
    }

    private static List<String> fields(KubernetesClientException e) {
        var status = e.getStatus();
        if (status == null || status.getDetails() == null) {
            return List.of();
        }
        return status.getDetails().getCauses().stream()
                .map(StatusCause::getField)
                .filter(Objects::nonNull)
                .toList();
    }
}
