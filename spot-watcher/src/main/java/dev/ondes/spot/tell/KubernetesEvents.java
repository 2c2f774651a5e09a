package dev.ondes.spot.tell;

import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.spot.limit.ApiLimiter;
import dev.ondes.spot.node.CiPods;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * Kubernetes events on the node, and on CI pods there: what {@code kubectl describe} shows. Their names are made from what
 * they say, so that one repeated after a crash is the same. They let every other call pass first.
 */
public final class KubernetesEvents implements People.Teller {
    private static final Duration LAST = Duration.ofHours(1);

    private final KubernetesClient client;
    private final CiPods pods;
    private final ApiLimiter limiter;
    private final boolean onPods;
    private final Meters meters;
    private final Clock clock;

    public KubernetesEvents(
            KubernetesClient client, CiPods pods, ApiLimiter limiter, boolean onPods, Meters meters, Clock clock) {
        this.client = client;
        this.pods = pods;
        this.limiter = limiter;
        this.onPods = onPods;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void tell(Told told, String reason, List<JobOnNode> jobs) {
        // By convention a node's events name it as its own uid, and stand in "default".
        say(
                new ObjectReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Node")
                        .withName(told.node())
                        .withUid(told.node())
                        .build(),
                "default",
                reason,
                told);
        if (!onPods || jobs.isEmpty()) {
            return;
        }
        for (CiPods.OnNode pod : pods.on(told.node())) {
            say(
                    new ObjectReferenceBuilder()
                            .withApiVersion("v1")
                            .withKind("Pod")
                            .withNamespace(pod.namespace())
                            .withName(pod.name())
                            .withUid(pod.uid())
                            .build(),
                    pod.namespace(),
                    reason,
                    told);
        }
    }

    private void say(ObjectReference about, String namespace, String reason, Told told) {
        Instant now = clock.instant();
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        String id = Integer.toHexString(Objects.hash(
                told.type(), told.fields().get("noticeId"), told.fields().get("deadline"), reason));
        Event event = new EventBuilder()
                .withNewMetadata()
                .withName(about.getName() + "." + id)
                .withNamespace(namespace)
                .endMetadata()
                .withInvolvedObject(about)
                .withType("Warning")
                .withReason(reason)
                .withMessage(told.text())
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .withReportingComponent("ondes-spot-watcher")
                .withNewSource()
                .withComponent("ondes-spot-watcher")
                .endSource()
                .build();
        limiter.acquire(now.plus(LAST));
        try {
            client.v1().events().inNamespace(namespace).resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                meters.failed("kubernetes", "event");
            }
        }
    }
}
