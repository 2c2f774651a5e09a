package dev.ondes.scheduler.flow;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.create.JobSecrets;
import dev.ondes.scheduler.ends.EndDecision;
import dev.ondes.scheduler.ends.Finish;
import dev.ondes.scheduler.ends.Patience;
import dev.ondes.scheduler.ends.Remedy;
import dev.ondes.scheduler.ends.Verdict;
import dev.ondes.scheduler.gitlab.Ending;
import dev.ondes.scheduler.gitlab.GitLabs;
import dev.ondes.scheduler.gitlab.LastWord;
import dev.ondes.scheduler.interruption.Interruptions;
import dev.ondes.scheduler.place.PoolHealth;
import dev.ondes.scheduler.pods.Annotations;
import dev.ondes.scheduler.pods.EndMark;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.rerun.NextAttempt;
import dev.ondes.scheduler.rerun.Rerun;
import dev.ondes.scheduler.watch.Attempts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is done for one job when something about it changed: look at its pods, decide, act. Everything that it does may be
 * repeated, and nothing is remembered that would be missed after a restart. Called in the job's turn.
 */
public final class JobFlow {
    private static final Logger LOG = Logger.getLogger(JobFlow.class);

    private final Cluster cluster;
    private final Attempts attempts;
    private final ClassFile classes;
    private final Waits waits;
    private final Started started;
    private final ServiceNews serviceNews;
    private final PoolNews poolNews;
    private final GitLabs gitlabs;
    private final JobSecrets secrets;
    private final Interruptions interruptions;
    private final Rerun rerun;
    private final Finish finish;
    private final Clock clock;

    public JobFlow(
            Cluster cluster,
            Attempts attempts,
            ClassFile classes,
            Waits waits,
            Announcements say,
            PoolHealth health,
            GitLabs gitlabs,
            JobSecrets secrets,
            Interruptions interruptions,
            Rerun rerun,
            Finish finish,
            Clock clock) {
        this.cluster = cluster;
        this.attempts = attempts;
        this.classes = classes;
        this.waits = waits;
        this.started = new Started(say);
        this.serviceNews = new ServiceNews(cluster);
        this.poolNews = new PoolNews(health);
        this.gitlabs = gitlabs;
        this.secrets = secrets;
        this.interruptions = interruptions;
        this.rerun = rerun;
        this.finish = finish;
        this.clock = clock;
    }

    /** Does what is to be done now, and tells after which time there may be more though nothing happens; null for never. */
    public @Nullable Duration onTurn(long jobId) {
        attempts.lookAfter(jobId);
        List<JobPod> known = attempts.of(jobId);
        known.stream()
                .filter(JobPod::leftOver)
                .filter(pod -> !pod.facts().gone())
                .forEach(finish::release);
        List<JobPod> unsettled = known.stream()
                .filter(pod -> pod.facts().gone() || !pod.leftOver())
                .toList();
        if (unsettled.isEmpty()) {
            waits.forget(jobId);
            return null;
        }
        JobPod latest = unsettled.getLast();
        for (JobPod earlier : unsettled.subList(0, unsettled.size() - 1)) {
            if (!succeed(earlier, latest)) {
                waits.forget(jobId);
                return null;
            }
        }
        started.look(latest);
        serviceNews.look(latest);
        poolNews.served(latest);
        interruptions.look(latest);
        return act(latest);
    }

    private @Nullable Duration act(JobPod seen) {
        Instant now = clock.instant();
        JobPod pod = seen;
        Verdict verdict = decide(pod, now);
        if (verdict instanceof Verdict.Remove) {
            // The watch may have been blind for minutes: none is removed for what it was.
            pod = attempts.now(seen);
            verdict = decide(pod, now);
        }
        switch (verdict) {
            case Verdict.Wait wait -> {
                return wait.lookAgainAt() == null ? null : Duration.between(now, wait.lookAgainAt());
            }
            case Verdict.Remove remove -> {
                remove(pod, remove.mark(), remove.grace());
                return null;
            }
            case Verdict.Told told -> finished(pod, Ending.of(told.report()));
            case Verdict.Untold untold -> untold(pod, untold.report());
            case Verdict.Dead dead -> {
                Duration wait = dead(pod, interruptions.explain(pod, dead), now);
                if (wait != null) {
                    return wait;
                }
            }
        }
        waits.forget(pod.jobId());
        return null;
    }

    private Verdict decide(JobPod pod, Instant now) {
        Patience patience = waits.patience(pod, classes.named(pod.job().jobClass()));
        return EndDecision.decide(pod.facts(), patience, waits.since(pod, now), now);
    }

    /** The mark first: what the pod's status says after its deletion no longer tells why. */
    private void remove(JobPod pod, EndMark mark, Duration grace) {
        if (pod.facts().mark() == null) {
            cluster.annotate(key(pod), PodNames.END, Annotations.mark(mark));
        }
        cluster.deletePod(key(pod), grace);
        LOG.info(LogLine.of("pod removed")
                .job(pod.jobId(), pod.attempt())
                .with(LogKey.REASON, mark.reason().wire())
                .with(LogKey.DETAIL, mark.detail()));
    }

    private void untold(JobPod pod, AgentReport report) {
        if (report.reason() == EndReason.JOB_GONE && hasSuccessor(pod)) {
            return;
        }
        end(pod, Ending.of(report), secrets.of(pod));
    }

    /** Tells how long to wait before the job's fate can be decided; null when it is. */
    private @Nullable Duration dead(JobPod pod, Verdict.Dead dead, Instant now) {
        if (hasSuccessor(pod)) {
            return null;
        }
        poolNews.lost(pod, dead.reason());
        Optional<JobClass> jobClass = classes.named(pod.job().jobClass());
        Optional<NextAttempt> next = jobClass.flatMap(known -> NextAttempt.after(pod, dead.reason(), known));
        Optional<AgentJob> told = secrets.of(pod);
        Ending loss = Ending.of(dead.reason(), Remedy.detail(pod, dead, told));
        if (next.isEmpty() || told.isEmpty()) {
            lost(pod, dead, loss, told);
            return null;
        }
        if (!pod.facts().over() && pod.facts().mark() == null) {
            // Its node is silent, not gone: should the agent live, it must not pass for the one who ended the job.
            cluster.annotate(key(pod), PodNames.END, Annotations.mark(new EndMark(dead.reason(), dead.detail())));
        }
        boolean again = pod.restartable() && dead.reason().isLoss();
        boolean sure = pod.facts().surelyOver(now);
        switch (rerun.start(pod, loss, jobClass.orElseThrow(), next.get(), told.get(), again && sure)) {
            case Rerun.Result.Follows _ -> interruptions.lost(pod, dead, true);
            case Rerun.Result.Ends ends -> lost(pod, dead, ends.ending(), told);
            case Rerun.Result.Begun _ -> {
                Duration wait = again && !sure ? waits.untilSure(pod, now) : interruptions.awaitNotice(pod, dead);
                if (wait.isPositive()) {
                    return wait;
                }
                lost(pod, dead, loss, told);
            }
        }
        return null;
    }

    private void lost(JobPod pod, Verdict.Dead dead, Ending ending, Optional<AgentJob> told) {
        end(pod, ending, told);
        interruptions.lost(pod, dead, false);
    }

    private boolean hasSuccessor(JobPod pod) {
        Optional<JobPod> successor = attempts.after(pod);
        successor.ifPresent(next -> succeed(pod, next));
        return successor.isPresent();
    }

    /**
     * An earlier attempt is done with when its successor is whole; or with its job, where the successor never gets its Secret.
     *
     * @return whether the job goes on
     */
    private boolean succeed(JobPod earlier, JobPod later) {
        EndMark mark = earlier.facts().mark();
        if (earlier.facts().report() != null && !earlier.facts().leftToUs() && mark == null) {
            // Made anew by a message that came twice: its agent found another attempt in the log, and stopped.
            finish.release(earlier);
        } else if (earlier.facts().over() || mark != null) {
            Optional<AgentJob> told = secrets.of(earlier);
            if (told.isEmpty()) {
                finish.release(earlier);
                return true;
            }
            EndReason reason = interruptions
                    .explain(earlier, EndDecision.loss(earlier.facts()))
                    .reason();
            Optional<JobClass> jobClass = classes.named(later.job().jobClass());
            if (rerun.resume(earlier, reason, later, jobClass, told.get()) instanceof Rerun.Result.Ends(var ending)) {
                end(later, ending, told.get());
                rerun.letGo(earlier);
                return false;
            }
        }
        return true;
    }

    private void end(JobPod pod, Ending ending, Optional<AgentJob> told) {
        told.ifPresentOrElse(known -> end(pod, ending, known), () -> endUntold(pod, ending));
    }

    /**
     * A first pod that is there, and whose agent never began, never had a Secret. So the job's message is not acknowledged: it
     * ends the job, or makes it anew, and must not hear that it has ended.
     */
    private void endUntold(JobPod pod, Ending ending) {
        LOG.error(LogLine.of("GitLab can't be told the end, the pod has no Secret")
                .job(pod.jobId(), pod.attempt()));
        boolean neverHadOne =
                pod.attempt() == 1 && !pod.facts().gone() && !pod.facts().agentBegan();
        if (neverHadOne) {
            finish.release(pod);
        } else {
            finished(pod, ending);
        }
    }

    private void end(JobPod pod, Ending ending, AgentJob told) {
        JobPayload payload = JobPayload.parse(told.payload());
        finished(
                pod,
                LastWord.tell(
                        gitlabs.job(pod.job().gitlabUrl(), payload.jobCredentials()),
                        pod.logOffset(),
                        payload.features().failureReasons(),
                        ending));
    }

    private void finished(JobPod pod, Ending ending) {
        finish.job(pod, ending);
        interruptions.ended(pod, ending);
    }

    private static Cluster.PodKey key(JobPod pod) {
        return new Cluster.PodKey(pod.namespace(), pod.name(), pod.uid());
    }
}
