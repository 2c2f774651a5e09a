package dev.ondes.images.flow;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.Order;
import dev.ondes.images.builder.Builder;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.ends.EndDecision;
import dev.ondes.images.ends.PodReader;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.watch.Sight;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** What a build's pods mean at this moment. Thread-safe. */
final class Looks {
    private static final Logger LOG = Logger.getLogger(Looks.class);
    private static final int TAIL = 200;

    private final Cluster cluster;
    private final Start start;
    private final Duration patience;

    /** @param patience with a kubelet that does not say that a pod ended */
    Looks(Cluster cluster, Start start, Duration patience) {
        this.cluster = cluster;
        this.start = start;
        this.patience = patience;
    }

    /** Of all pods but those that were lost before, and those of parts that are done. */
    List<PartLook> of(Build build, Sight sight, Builder builder, Instant now) {
        List<PartLook> looks = new ArrayList<>();
        for (Pod pod : sight.pods()) {
            var facts = PodReader.read(pod, JobReader.part(pod));
            if (build.lostPods().contains(facts.name())
                    || build.pushed().stream().anyMatch(done -> done.part() == facts.part())) {
                continue;
            }
            var verdict = EndDecision.of(facts, builder, () -> blotted(build.order(), tail(facts.name())));
            looks.add(new PartLook(facts, verdict, PodReader.waitingSince(pod).orElse(now))
                    .at(now, patience, build.order().grant().timeout()));
        }
        return looks;
    }

    /** Words are cut when they are understood, and a part of a secret is not found any more then. */
    private String blotted(Order order, String tail) {
        try {
            return Blots.over(tail, start.secrets(order).values());
        } catch (RuntimeException e) {
            // Sealed with a key that is gone: the build's end is told without these words.
            return tail;
        }
    }

    /** A node that is gone has no log: its absence is no reason to look again for ever. */
    private String tail(String pod) {
        try {
            return cluster.logTail(pod, TAIL);
        } catch (KubernetesClientException e) {
            LOG.warn(LogLine.of("a pod's last lines can't be read")
                    .with(LogKey.POD, pod)
                    .why(e.getMessage()));
            return "";
        }
    }
}
