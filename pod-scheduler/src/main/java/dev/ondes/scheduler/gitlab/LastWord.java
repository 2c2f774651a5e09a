package dev.ondes.scheduler.gitlab;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Outcome;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.gitlab.UpdateAnswer;
import dev.ondes.scheduler.turns.TryLaterException;
import java.time.Duration;
import java.util.List;

/**
 * Ends a job at GitLab in place of its agent: one last line in the log, then the state. May be repeated as a whole; both
 * steps find what an earlier try has done.
 */
public final class LastWord {
    private LastWord() {}

    /**
     * Tells GitLab.
     *
     * @param base where the last attempt's part of the log begins
     * @param known failure reasons that this GitLab lists
     * @return the end as GitLab has it now: a job that somebody canceled meanwhile is canceled
     * @throws TryLaterException when GitLab gives no answer, or wants the same again
     */
    public static Ending tell(JobAtGitLab job, long base, List<String> known, Ending ending) {
        long guess = ending.report() == null ? base : ending.report().logOffset();
        RemoteStatus seen = Fence.lastLine(job, base, guess, ending.line());
        EndReason reason =
                seen == RemoteStatus.CANCELING && ending.report() == null ? EndReason.CANCELED : ending.reason();
        return switch (job.update(state(reason, ending, known))) {
            case UpdateAnswer.Accepted accepted -> ending.as(accepted(accepted.status(), reason));
            case UpdateAnswer.Aborted aborted -> ending.as(aborted(aborted.status(), reason));
            case UpdateAnswer.Canceling _ -> ending.as(EndReason.CANCELED);
            // The log is whole but for what the agent could not send; there is nothing that we could send again.
            case UpdateAnswer.ResendTrace _ -> ending.as(reason);
            case UpdateAnswer.TracePending pending ->
                throw new TryLaterException(pending.delay(), "GitLab still stores the job's log");
            case UpdateAnswer.Throttled throttled ->
                throw new TryLaterException(throttled.delay(), "GitLab takes the job's state later");
            case UpdateAnswer.Unavailable unavailable ->
                throw new TryLaterException(Duration.ZERO, "GitLab does not answer: " + unavailable.why());
        };
    }

    private static JobState state(EndReason reason, Ending ending, List<String> known) {
        return reason.outcome() == Outcome.SUCCEEDED
                ? new JobState.Success(null)
                : new JobState.Failed(reason.gitlabReason(known), ending.exitCode(), null);
    }

    private static EndReason accepted(RemoteStatus status, EndReason reason) {
        return switch (status) {
            case CANCELED, CANCELING -> EndReason.CANCELED;
            case PENDING, RUNNING, FAILED, SUCCESS, UNKNOWN -> reason;
        };
    }

    /** GitLab had an end before ours. "Failed" is most likely what we told it ourselves before a restart. */
    private static EndReason aborted(RemoteStatus status, EndReason reason) {
        return switch (status) {
            case CANCELED, CANCELING -> EndReason.CANCELED;
            case SUCCESS -> EndReason.SCRIPT_SUCCEEDED;
            case FAILED -> reason;
            case PENDING, RUNNING, UNKNOWN -> EndReason.JOB_GONE;
        };
    }
}
