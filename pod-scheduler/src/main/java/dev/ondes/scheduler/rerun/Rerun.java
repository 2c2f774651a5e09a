package dev.ondes.scheduler.rerun;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.cost.Bills;
import dev.ondes.scheduler.create.Attempt;
import dev.ondes.scheduler.create.Completion;
import dev.ondes.scheduler.create.Creation;
import dev.ondes.scheduler.create.Made;
import dev.ondes.scheduler.ends.Finish;
import dev.ondes.scheduler.gitlab.Ending;
import dev.ondes.scheduler.gitlab.Fence;
import dev.ondes.scheduler.gitlab.GitLabs;
import dev.ondes.scheduler.place.Place;
import dev.ondes.scheduler.place.Placement;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Losses;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.watch.Attempts;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives a lost attempt a successor: takes the job over at GitLab, makes the next pod, says so, lets the old pod go. The old
 * pod keeps its finalizer, and with it its Secret, until the new one is whole; so a crash at any step is resumed from what
 * the cluster and the log show.
 */
public final class Rerun {
    private static final Logger LOG = Logger.getLogger(Rerun.class);

    private final Placement placement;
    private final Creation creation;
    private final Completion completion;
    private final GitLabs gitlabs;
    private final Announcements say;
    private final Finish finish;
    private final Bills bills;
    private final MeterRegistry meters;

    public Rerun(
            Placement placement,
            Creation creation,
            Completion completion,
            GitLabs gitlabs,
            Announcements say,
            Finish finish,
            Bills bills,
            MeterRegistry meters) {
        this.placement = placement;
        this.creation = creation;
        this.completion = completion;
        this.gitlabs = gitlabs;
        this.say = say;
        this.finish = finish;
        this.bills = bills;
        this.meters = meters;
    }

    /** How it went. */
    public sealed interface Result {
        /** The next attempt's pod is there. */
        record Follows() implements Result {}

        /** The script may have begun, and this is not the time to run it again: nothing was written. */
        record Begun() implements Result {}

        /** There can't be another attempt; the job ends like this. */
        record Ends(Ending ending) implements Result {}
    }

    /**
     * Starts the next attempt.
     *
     * @param told what the lost attempt's agent was told
     * @param again whether a script that has begun may run again: its user lets it, and it surely runs no more
     */
    public Result start(JobPod lost, Ending loss, JobClass jobClass, NextAttempt next, AgentJob told, boolean again) {
        EndReason reason = loss.reason();
        Place place = placement.next(lost, next.capacity(), jobClass, next.attempt() == Attempts.LIMIT);
        var atGitLab = gitlabs.job(told);
        return switch (Fence.takeOver(atGitLab, lost.logOffset(), next.at(place).lines(lost, loss, again))) {
            case Fence.TakeOver.Begun _ -> new Result.Begun();
            case Fence.TakeOver.Over _ -> new Result.Ends(loss);
            case Fence.TakeOver.Taken taken -> {
                var attempt = new Attempt(
                        next.attempt(),
                        place,
                        bills.upTo(lost),
                        taken.size(),
                        Losses.cause(reason).orElse(lost.interruption()),
                        lost.hopelessServices(),
                        NextAttempt.pullsAgain(lost, reason));
                yield made(
                        lost, reason, creation.make(lost.job(), lost.traceparent(), jobClass, told.payload(), attempt));
            }
        };
    }

    /**
     * Resumes where the successor's pod exists already; it may still lack its Secret.
     *
     * @param jobClass the job's; empty where it was removed
     */
    public Result resume(JobPod lost, EndReason reason, JobPod successor, Optional<JobClass> jobClass, AgentJob told) {
        return made(lost, reason, completion.of(successor, jobClass, told.payload(), told.notes()));
    }

    private Result made(JobPod lost, EndReason reason, Made made) {
        return switch (made) {
            case Made.Whole(var successor) -> {
                handOver(lost, reason, successor);
                yield new Result.Follows();
            }
            case Made.NotNow not -> throw new TryLaterException(Duration.ZERO, "no pod now: " + not.why());
            case Made.Never(var end, var detail) -> new Result.Ends(Ending.of(end, detail));
        };
    }

    private void handOver(JobPod lost, EndReason reason, JobPod successor) {
        say.rescheduled(lost, reason, successor.capacity());
        say.podCreated(successor);
        letGo(lost);
        LOG.info(LogLine.of("job rescheduled")
                .job(lost.jobId(), lost.attempt())
                .jobClass(lost.job().jobClass())
                .with(LogKey.REASON, reason.wire())
                .with(LogKey.NODE, lost.facts().node())
                .with(LogKey.NEXT, successor.name())
                .with(LogKey.CAPACITY, successor.capacity().wire()));
        meters.counter("ondes.scheduler.reruns", "class", lost.job().jobClass(), "reason", reason.wire())
                .increment();
    }

    /** A lost attempt has a successor, or its job has its end: nothing of it is needed any more. */
    public void letGo(JobPod lost) {
        finish.release(lost);
        bills.count(lost, true);
    }
}
