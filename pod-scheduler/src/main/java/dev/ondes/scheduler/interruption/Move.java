package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.retry.Durations;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.create.JobSecrets;
import dev.ondes.scheduler.gitlab.Fence;
import dev.ondes.scheduler.gitlab.GitLabs;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Losses;
import dev.ondes.scheduler.pods.NodeNotice;
import dev.ondes.scheduler.pods.PodNotice;
import dev.ondes.scheduler.rerun.NextAttempt;
import dev.ondes.scheduler.watch.Attempts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Begins to move a job from a node that goes away; its next attempt is made when the pod is over, as after any loss.
 *
 * <p>Where the script has not begun, the job is taken over in GitLab's log first, and only then is its pod deleted: so it
 * can't begin between our decision and the pod's end, and be lost by our own doing. Where it has begun and may run again, the
 * pod is deleted with its grace period and the log left to its agent: should the job end meanwhile, that counts.
 */
final class Move {
    private static final Logger LOG = Logger.getLogger(Move.class);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration BEFORE_THE_DEADLINE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Attempts attempts;
    private final ClassFile classes;
    private final JobSecrets secrets;
    private final GitLabs gitlabs;
    private final Decisions decisions;
    private final Clock clock;

    Move(
            Cluster cluster,
            Attempts attempts,
            ClassFile classes,
            JobSecrets secrets,
            GitLabs gitlabs,
            Decisions decisions,
            Clock clock) {
        this.cluster = cluster;
        this.attempts = attempts;
        this.classes = classes;
        this.secrets = secrets;
        this.gitlabs = gitlabs;
        this.decisions = decisions;
        this.clock = clock;
    }

    /** May be repeated; called in the job's turn. */
    void begin(JobPod pod, NodeNotice notice) {
        if (pod.facts().scriptRuns() && pod.restartable()) {
            stop(pod, notice);
            return;
        }
        Optional<AgentJob> told = secrets.of(pod);
        if (told.isEmpty() || attempts.after(pod).isPresent()) {
            return;
        }
        var job = gitlabs.job(told.get());
        switch (Fence.takeOver(job, pod.logOffset(), new Fence.Lines(line(pod, notice), null))) {
            case Fence.TakeOver.Taken _ -> delete(pod, AT_ONCE);
            case Fence.TakeOver.Over _ -> decisions.leave(pod, notice);
            case Fence.TakeOver.Begun _ -> {
                PodNotice again = decisions.decideAgain(pod, notice);
                if (again.moving()) {
                    stop(pod, notice);
                }
            }
        }
    }

    private String line(JobPod pod, NodeNotice notice) {
        String what = Lines.heard(notice) + " before the script began";
        return jobClass(pod)
                .flatMap(known -> NextAttempt.after(pod, Losses.reason(notice.cause()), known))
                .map(next -> next.line(pod, what))
                .orElse("Ondes: " + what);
    }

    private Optional<JobClass> jobClass(JobPod pod) {
        return classes.named(pod.job().jobClass());
    }

    /** The script may go on for the pod's grace period, but not to the last second of its node. */
    private void stop(JobPod pod, NodeNotice notice) {
        delete(pod, grace(pod, notice.deadline()));
    }

    /** Null for the pod's own. */
    private @Nullable Duration grace(JobPod pod, @Nullable Instant deadline) {
        if (deadline == null) {
            return null;
        }
        Duration left = Duration.between(clock.instant(), deadline).minus(BEFORE_THE_DEADLINE);
        Duration usual = jobClass(pod).map(JobClass::terminationGrace).orElse(left);
        return Durations.longer(AT_ONCE, Durations.shorter(left, usual));
    }

    private void delete(JobPod pod, @Nullable Duration grace) {
        cluster.deletePod(new Cluster.PodKey(pod.namespace(), pod.name(), pod.uid()), grace);
        LOG.info(LogLine.of("job moves")
                .job(pod.jobId(), pod.attempt())
                .with(LogKey.NODE, pod.facts().node())
                .with(LogKey.GRACE, grace));
    }
}
