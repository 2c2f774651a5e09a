package dev.ondes.scheduler.cancel;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.UpdateAnswer;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.create.JobSecrets;
import dev.ondes.scheduler.gitlab.GitLabs;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.turns.Turns;
import dev.ondes.scheduler.watch.PodShelf;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stops a job that somebody is said to have canceled, earlier than its agent would notice, by deleting its pod. A hint may be
 * wrong, or of another GitLab's job with the same number: so the job's own GitLab is asked first, and what it says counts. What
 * the end means is asked of it afterwards: by the agent, which is told to stop, or by us, when there was no agent yet. A job that
 * we don't know has ended already.
 */
@ApplicationScoped
public class CancelHandler {
    public static final String CHANNEL = "job-cancel-requested";

    private static final Logger LOG = Logger.getLogger(CancelHandler.class);
    /** For the uploads of a job that GitLab is {@code canceling}: the agent may try them for ten minutes. */
    private static final Duration FOR_UPLOADS = Duration.ofMinutes(15);

    private final PodShelf pods;
    private final Cluster cluster;
    private final JobSecrets secrets;
    private final GitLabs gitlabs;
    private final Turns turns;

    CancelHandler(PodShelf pods, Cluster cluster, JobSecrets secrets, GitLabs gitlabs, Turns turns) {
        this.pods = pods;
        this.cluster = cluster;
        this.secrets = secrets;
        this.gitlabs = gitlabs;
        this.turns = turns;
    }

    /**
     * Asks GitLab of the job, and stops it where it is canceled. May be repeated.
     *
     * @throws TryLaterException when GitLab gives no answer, or the pod's Secret isn't there yet
     */
    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<JobCancelRequested> event) {
        long jobId = event.data().jobId();
        turns.inTurn(
                jobId,
                () -> pods.of(jobId).stream().filter(pod -> !pod.facts().over()).forEach(this::stopIfCanceled));
    }

    private void stopIfCanceled(JobPod pod) {
        Optional<AgentJob> told = secrets.of(pod);
        if (told.isEmpty()) {
            return;
        }
        var job = gitlabs.job(told.get());
        switch (job.update(new JobState.Running())) {
            case UpdateAnswer.Aborted _ -> delete(pod, null);
            case UpdateAnswer.Canceling _ -> {
                if (pod.facts().deletedAt() == null) {
                    delete(pod, grace(pod));
                }
            }
            case UpdateAnswer.Accepted _, UpdateAnswer.TracePending _, UpdateAnswer.ResendTrace _ ->
                LOG.warn(LogLine.of("cancel requested, but GitLab says that the job runs: it goes on")
                        .job(pod.jobId(), pod.attempt()));
            case UpdateAnswer.Throttled throttled ->
                throw new TryLaterException(throttled.delay(), "GitLab tells later whether the job is canceled");
            case UpdateAnswer.Unavailable unavailable ->
                throw new TryLaterException(Duration.ZERO, "GitLab does not answer: " + unavailable.why());
        }
    }

    /**
     * The agent ends the pod as soon as it can. How long after_script may take is the job's to say, within its timeout
     * ({@code RUNNER_AFTER_SCRIPT_TIMEOUT}), and the agent's to enforce.
     */
    private static Duration grace(JobPod pod) {
        return pod.job().timeout().plus(FOR_UPLOADS);
    }

    /** @param grace null for the pod's own */
    private void delete(JobPod pod, @Nullable Duration grace) {
        cluster.deletePod(new Cluster.PodKey(pod.namespace(), pod.name(), pod.uid()), grace);
        LOG.info(LogLine.of("job canceled, pod deleted")
                .job(pod.jobId(), pod.attempt())
                .with(LogKey.GRACE, grace));
    }
}
