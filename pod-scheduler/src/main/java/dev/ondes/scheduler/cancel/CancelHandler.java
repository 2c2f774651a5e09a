package dev.ondes.scheduler.cancel;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.turns.Turns;
import dev.ondes.scheduler.watch.PodShelf;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the pod of a job that somebody canceled. What that means is asked of GitLab afterwards: by the agent, which is
 * told to stop, or by us, when there was no agent yet. A job that we don't know has ended already.
 */
@ApplicationScoped
public class CancelHandler {
    public static final String CHANNEL = "job-cancel-requested";

    private static final Logger LOG = Logger.getLogger(CancelHandler.class);
    /** For the uploads of a job that GitLab is {@code canceling}: the agent may try them for ten minutes. */
    private static final Duration FOR_UPLOADS = Duration.ofMinutes(15);

    private final PodShelf pods;
    private final Cluster cluster;
    private final Turns turns;

    CancelHandler(PodShelf pods, Cluster cluster, Turns turns) {
        this.pods = pods;
        this.cluster = cluster;
        this.turns = turns;
    }

    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<JobCancelRequested> event) {
        long jobId = event.data().jobId();
        boolean graceful = event.data().status().equals("canceling");
        turns.inTurn(
                jobId,
                () -> pods.of(jobId).stream()
                        .filter(pod -> !pod.facts().over())
                        .filter(pod -> pod.facts().deletedAt() == null || !graceful)
                        .forEach(pod -> delete(pod, graceful ? grace(pod) : null)));
    }

    /**
     * The agent ends the pod as soon as it can. How long after_script may take is the job's to say, within its timeout
     * ({@code RUNNER_AFTER_SCRIPT_TIMEOUT}), and the agent's to enforce.
     */
    private static Duration grace(JobPod pod) {
        return pod.job().timeout().plus(FOR_UPLOADS);
    }

    private void delete(JobPod pod, @Nullable Duration grace) {
        cluster.deletePod(new Cluster.PodKey(pod.namespace(), pod.name(), pod.uid()), grace);
        LOG.info(LogLine.of("cancel requested, pod deleted")
                .job(pod.jobId(), pod.attempt())
                .with(LogKey.GRACE, grace));
    }
}
