package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Attempt;
import dev.ondes.alerter.fleet.End;
import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.Cost;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One job.
 *
 * @param log where its log is; null where nobody said which GitLab
 * @param phase where it stands, in a sentence
 * @param reason why it ended, in a sentence; empty while it didn't
 * @param detail for operators
 * @param guessed whether its class is a guess
 * @param cost what it paid, and what on-demand would have cost
 * @param used what it used and asked for; null where nobody said
 * @param trace of its way through our services
 */
public record JobView(
        long id,
        String name,
        String project,
        String branch,
        String jobClass,
        boolean guessed,
        Mark mark,
        String phase,
        String reason,
        String reasonWire,
        String detail,
        @Nullable String exitCode,
        @Nullable String log,
        @Nullable String node,
        @Nullable String nodeLink,
        String capacity,
        String timeout,
        @Nullable String cost,
        @Nullable UsedView used,
        @Nullable String trace,
        Times.Stamp heard,
        List<Way.Step> steps,
        String way,
        List<Try> attempts) {

    /** One pod of it. */
    public record Try(
            int number,
            String pod,
            String capacity,
            String node,
            Times.@Nullable Stamp created,
            Times.@Nullable Stamp started,
            Times.@Nullable Stamp lost,
            String why,
            String wasted) {}

    /**
     * The page; empty where the job is not known.
     *
     * @param gitlab its address, for jobs that don't say it
     */
    public static Optional<JobView> of(Moment moment, long id, Optional<URI> gitlab) {
        return JobSearch.find(moment.fleet(), id).map(job -> of(job, moment.fleet(), moment.times(), gitlab));
    }

    private static JobView of(Job job, Snapshot fleet, Times times, Optional<URI> gitlab) {
        Way way = Way.of(job, times);
        return new JobView(
                job.id(),
                Text.shown(job.name()),
                Text.shown(job.project()),
                Text.shown(job.ref()),
                Text.shown(job.jobClass()),
                job.guessedClass() != null,
                Mark.of(job),
                sentence(job.phase().sentence()),
                job.end() == null ? "" : job.end().how().reason().sentence(),
                job.end() == null ? "" : job.end().how().reason().wire(),
                job.end() == null || job.end().how().detail() == null
                        ? ""
                        : Text.shown(job.end().how().detail()),
                job.end() == null || job.end().how().exitCode() == null
                        ? null
                        : job.end().how().exitCode().toString(),
                Links.log(job, gitlab),
                job.node().map(Text::shown).orElse(null),
                job.node()
                        .filter(node -> fleet.nodes().stream()
                                .anyMatch(notice -> notice.node().equals(node)))
                        .map(Links::node)
                        .orElse(null),
                job.capacity().map(capacity -> capacity.wire()).orElse("unknown"),
                job.taken() == null ? "unknown" : Times.took(job.taken().timeout()),
                job.end() == null || job.end().how().cost() == null
                        ? null
                        : cost(job.end().how().cost()),
                UsedView.of(job, fleet).orElse(null),
                job.trace() == null ? null : Text.shown(job.trace()),
                times.at(job.heardLast()),
                way.steps(),
                way.summary(),
                job.attempts().stream().map(one -> attempt(one, job, times)).toList());
    }

    private static Try attempt(Attempt attempt, Job job, Times times) {
        Attempt.Pod pod = attempt.pod();
        Attempt.Start start = attempt.start();
        Attempt.Loss loss = attempt.loss();
        JobFinished end = loss == null ? lastWord(attempt, job) : null;
        String node = start != null ? start.node() : loss != null && loss.node() != null ? loss.node() : "";
        return new Try(
                attempt.number(),
                pod == null ? "unknown" : Text.shown(pod.namespace() + "/" + pod.name()),
                pod == null ? "unknown" : pod.capacity().wire(),
                node.isEmpty() ? "unknown" : Text.shown(node),
                pod == null ? null : times.at(pod.createdAt()),
                start == null ? null : times.at(start.startedAt()),
                loss != null
                        ? times.at(loss.saidAt())
                        : end == null ? null : times.at(end.timings().finishedAt()),
                loss != null
                        ? loss.reason().sentence() + "; the next one on "
                                + loss.next().wire()
                        : end == null ? "" : end.reason().sentence(),
                wasted(attempt, end)
                        .filter(Duration::isPositive)
                        .map(Times::took)
                        .orElse(""));
    }

    /** The job's end, where it ended because this attempt was lost and none followed. */
    private static @Nullable JobFinished lastWord(Attempt attempt, Job job) {
        End end = job.end();
        return end != null && end.how().reason().isLoss() && end.how().attempts() == attempt.number()
                ? end.how()
                : null;
    }

    private static Optional<Duration> wasted(Attempt attempt, @Nullable JobFinished end) {
        if (end == null || attempt.pod() == null) {
            return attempt.wasted();
        }
        return Optional.of(
                Duration.between(attempt.pod().createdAt(), end.timings().finishedAt()));
    }

    private static String cost(Cost cost) {
        return Measures.money(cost.paid(), cost.currency()) + "; on-demand would have cost "
                + Measures.money(cost.onDemand(), cost.currency());
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
