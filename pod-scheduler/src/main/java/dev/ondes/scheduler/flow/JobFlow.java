package dev.ondes.scheduler.flow;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.ends.EndDecision;
import dev.ondes.scheduler.ends.Finish;
import dev.ondes.scheduler.ends.Patience;
import dev.ondes.scheduler.ends.Verdict;
import dev.ondes.scheduler.gitlab.Ending;
import dev.ondes.scheduler.gitlab.GitLabs;
import dev.ondes.scheduler.gitlab.LastWord;
import dev.ondes.scheduler.place.PoolHealth;
import dev.ondes.scheduler.pods.Annotations;
import dev.ondes.scheduler.pods.EndMark;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.rerun.NextAttempt;
import dev.ondes.scheduler.rerun.Rerun;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.watch.PodShelf;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is done for one job when something about it changed: look at its pods, decide, act. Everything that it does may be
 * repeated, and nothing is remembered that would be missed after a restart. Called in the job's turn.
 */
public final class JobFlow {
    private static final Logger LOG = Logger.getLogger(JobFlow.class);
    /** A pod without its Secret can't be ended at GitLab; after this it is let go. */
    private static final Duration SECRET_EXPECTED_WITHIN = Duration.ofMinutes(15);

    private final Cluster cluster;
    private final PodShelf pods;
    private final ClassFile classes;
    private final Waits waits;
    private final Started started;
    private final PoolNews poolNews;
    private final GitLabs gitlabs;
    private final Rerun rerun;
    private final Finish finish;
    private final Clock clock;

    public JobFlow(
            Cluster cluster,
            PodShelf pods,
            ClassFile classes,
            Waits waits,
            Announcements say,
            PoolHealth health,
            GitLabs gitlabs,
            Rerun rerun,
            Finish finish,
            Clock clock) {
        this.cluster = cluster;
        this.pods = pods;
        this.classes = classes;
        this.waits = waits;
        this.started = new Started(say);
        this.poolNews = new PoolNews(health);
        this.gitlabs = gitlabs;
        this.rerun = rerun;
        this.finish = finish;
        this.clock = clock;
    }

    /** Does what is to be done now, and tells after which time there may be more though nothing happens; null for never. */
    public @Nullable Duration onTurn(long jobId) {
        List<JobPod> known = pods.of(jobId);
        known.stream()
                .filter(JobPod::leftOver)
                .filter(pod -> !pod.facts().gone())
                .forEach(finish::release);
        List<JobPod> attempts = known.stream()
                .filter(pod -> pod.facts().gone() || !pod.leftOver())
                .toList();
        if (attempts.isEmpty()) {
            waits.forget(jobId);
            return null;
        }
        JobPod latest = attempts.getLast();
        for (JobPod earlier : attempts.subList(0, attempts.size() - 1)) {
            succeed(earlier, latest);
        }
        started.look(latest);
        poolNews.served(latest);
        return act(latest);
    }

    private @Nullable Duration act(JobPod pod) {
        Instant now = clock.instant();
        Patience patience = waits.patience(pod, classes.named(pod.job().jobClass()));
        Verdict verdict = EndDecision.decide(pod.facts(), patience, waits.since(pod, now), now);
        switch (verdict) {
            case Verdict.Wait wait -> {
                return wait.lookAgainAt() == null ? null : Duration.between(now, wait.lookAgainAt());
            }
            case Verdict.Remove remove -> {
                remove(pod, remove.mark(), remove.grace());
                return null;
            }
            case Verdict.Told told -> finish.job(pod, Ending.of(told.report()));
            case Verdict.Untold untold -> untold(pod, untold.report());
            case Verdict.Dead dead -> dead(pod, dead);
        }
        waits.forget(pod.jobId());
        return null;
    }

    /** The mark first: what the pod's status says after its deletion no longer tells why. */
    private void remove(JobPod pod, EndMark mark, Duration grace) {
        if (pod.facts().mark() == null) {
            cluster.annotate(key(pod), PodNames.END, Annotations.mark(mark));
        }
        cluster.deletePod(key(pod), grace);
        LOG.infof(
                "pod removed job=%d attempt=%d reason=%s detail=%s",
                pod.jobId(), pod.attempt(), mark.reason().wire(), mark.detail());
    }

    private void untold(JobPod pod, AgentReport report) {
        if (report.reason() == EndReason.JOB_GONE && hasSuccessor(pod)) {
            return;
        }
        end(pod, Ending.of(report), secret(pod));
    }

    private void dead(JobPod pod, Verdict.Dead dead) {
        if (hasSuccessor(pod)) {
            return;
        }
        poolNews.lost(pod, dead.reason());
        Optional<JobClass> jobClass = classes.named(pod.job().jobClass());
        Optional<NextAttempt> next = jobClass.flatMap(known -> NextAttempt.after(pod, dead.reason(), known));
        Ending loss = Ending.of(dead.reason(), dead.detail());
        Optional<AgentJob> told = secret(pod);
        if (next.isEmpty() || told.isEmpty()) {
            end(pod, loss, told);
            return;
        }
        if (!pod.facts().over() && pod.facts().mark() == null) {
            // Its node is silent, not gone: should the agent live, it must not pass for the one who ended the job.
            cluster.annotate(key(pod), PodNames.END, Annotations.mark(new EndMark(dead.reason(), dead.detail())));
        }
        rerun.start(pod, loss, jobClass.orElseThrow(), next.get(), told.get())
                .ifPresent(ending -> end(pod, ending, told));
    }

    /** Asked of the API server: a cache that lags behind must not make us take over from our own next attempt. */
    private boolean hasSuccessor(JobPod pod) {
        if (pod.attempt() >= NextAttempt.LIMIT) {
            return false;
        }
        String name = PodNames.of(pod.job().jobClass(), pod.jobId(), pod.attempt() + 1);
        Optional<JobPod> successor = cluster.findPod(pod.namespace(), name).flatMap(PodReader::read);
        successor.ifPresent(next -> {
            pods.expect(next);
            succeed(pod, next);
        });
        return successor.isPresent();
    }

    /** An earlier attempt is done with when its successor is whole. */
    private void succeed(JobPod earlier, JobPod later) {
        EndMark mark = earlier.facts().mark();
        if (earlier.facts().report() != null && mark == null) {
            // Made anew by a message that came twice: its agent found another attempt in the log, and stopped.
            finish.release(earlier);
        } else if (earlier.facts().over() || mark != null) {
            Map<String, String> variables = classes.named(later.job().jobClass())
                    .map(JobClass::variables)
                    .orElse(Map.of());
            secret(earlier)
                    .ifPresentOrElse(
                            told -> rerun.resume(
                                    earlier, EndDecision.loss(earlier.facts()).reason(), later, variables, told),
                            () -> finish.release(earlier));
        }
    }

    private void end(JobPod pod, Ending ending, Optional<AgentJob> told) {
        if (told.isEmpty()) {
            LOG.errorf(
                    "GitLab can't be told the end, the pod's Secret is gone job=%d attempt=%d",
                    pod.jobId(), pod.attempt());
            finish.job(pod, ending);
            return;
        }
        JobPayload payload = JobPayload.parse(told.get().payload());
        finish.job(
                pod,
                LastWord.tell(
                        gitlabs.job(pod.job().gitlabUrl(), payload.jobCredentials()),
                        pod.logOffset(),
                        payload.features().failureReasons(),
                        ending));
    }

    /** Empty when the pod never will have one. */
    private Optional<AgentJob> secret(JobPod pod) {
        Optional<Secret> secret = cluster.findSecret(pod.namespace(), pod.name());
        if (secret.isPresent()) {
            String job = secret.get().getData().get(PodLayout.JOB_KEY);
            return Optional.of(AgentJson.readJob(Base64.getDecoder().decode(job)));
        }
        Duration age = Duration.between(pod.facts().createdAt(), clock.instant());
        if (pod.facts().gone() || age.compareTo(SECRET_EXPECTED_WITHIN) > 0) {
            return Optional.empty();
        }
        throw new TryLaterException(Duration.ofSeconds(2), "the pod's Secret isn't there yet");
    }

    private static Cluster.PodKey key(JobPod pod) {
        return new Cluster.PodKey(pod.namespace(), pod.name(), pod.uid());
    }
}
