package dev.ondes.alerter.reconcile;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.reconcile.ReconcileCounts.Found;
import dev.ondes.alerter.reconcile.ReconcileCounts.Result;
import dev.ondes.gitlab.GitLabException;
import dev.ondes.gitlab.ListedJob;
import dev.ondes.gitlab.RefusedException;
import dev.ondes.gitlab.UnavailableException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** One look at one project: its list is asked for, and what differs from the model is said. For the {@link Reconciler}'s thread. */
final class ProjectLook {
    private static final Logger LOG = Logger.getLogger(ProjectLook.class);
    private static final int UNAUTHORIZED = 401;
    /** In one look at one project: the rest comes with the next one. */
    private static final int MOST_SINGLE = 100;

    private static final String PENDING = "pending";
    /** What a job may be that was pending; of any other word nothing is said, for it would count as pending still. */
    private static final Set<String> FURTHER = Set.of("running", "canceling", "success", "failed", "canceled");

    private final Reconciler.Parts parts;
    private final Pace pace;
    private final PendingList list;
    private final Findings findings;
    /** Projects of which it was told that GitLab gives no list. */
    private final Set<String> unanswered = new HashSet<>();
    /** GitLab has deleted them, or nobody will run them: they age out by themselves. */
    private final Set<Long> gone = new HashSet<>();

    ProjectLook(Reconciler.Parts parts, Pace pace) {
        this.parts = parts;
        this.pace = pace;
        this.list = new PendingList(parts.gitlab(), pace);
        this.findings = new Findings(parts.events(), parts.factory(), parts.counts());
    }

    /** Jobs that the model has no more need not be known as gone any longer. */
    void forgetAllBut(Collection<Job> active) {
        gone.retainAll(active.stream().map(Job::id).collect(Collectors.toSet()));
    }

    /**
     * A project that GitLab can't or won't answer for keeps none of the others.
     *
     * @throws RefusedException where the token is worth nothing, for any project
     */
    Result at(String project) throws InterruptedException {
        try {
            Result result = reconcile(project);
            unanswered.remove(project);
            return result;
        } catch (RefusedException e) {
            if (e.status() == UNAUTHORIZED) {
                throw e;
            }
            tellOnce("GitLab doesn't let us list a project's jobs; what its webhooks say counts alone", project, e);
            return Result.REFUSED;
        } catch (UnavailableException e) {
            tellOnce("GitLab can't list a project's jobs now; trying again", project, e);
            return Result.UNAVAILABLE;
        }
    }

    private void tellOnce(String what, String project, GitLabException why) {
        if (unanswered.add(project)) {
            LOG.warn(LogLine.of(what).with(LogKey.SUBJECT, project).why(why.getMessage()));
        }
    }

    private Result reconcile(String project) throws InterruptedException {
        Instant begun = parts.clock().instant();
        return switch (list.of(project)) {
            case PendingList.Listed.Whole(List<ListedJob> jobs) -> {
                findings.hasWholeList(project);
                mendBy(project, jobs, begun);
                yield Result.OK;
            }
            case PendingList.Listed.TooLong _ -> {
                findings.tooLong(project, begun);
                yield Result.TOO_MANY;
            }
            case PendingList.Listed.Stopped _ -> Result.OK;
        };
    }

    private void mendBy(String project, List<ListedJob> listed, Instant begun) throws InterruptedException {
        var differences = Differences.of(project, parts.fleet().get(), listed, begun, parts.refresh());
        differences.missed().forEach(job -> findings.job(project, job, Found.MISSED));
        differences.confirmed().forEach(job -> findings.job(project, job, Found.CONFIRMED));
        List<Long> vanished = differences.vanished().stream()
                .filter(id -> !gone.contains(id))
                .limit(MOST_SINGLE)
                .toList();
        for (long id : vanished) {
            if (!pace.await()) {
                return;
            }
            askFor(project, id);
        }
    }

    private void askFor(String project, long id) {
        Optional<ListedJob> job = parts.gitlab().job(project, id);
        String status = job.map(ListedJob::status).orElse("");
        if (FURTHER.contains(status)) {
            findings.job(project, job.orElseThrow(), Found.MOVED_ON);
        } else if (!status.equals(PENDING)) {
            gone.add(id);
            parts.counts().found(Found.GONE);
        }
    }
}
