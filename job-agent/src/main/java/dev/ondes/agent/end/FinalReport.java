package dev.ondes.agent.end;

import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.trace.Transfer;
import dev.ondes.gitlab.Checksum;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.gitlab.UpdateAnswer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells GitLab the job's end until GitLab knows it: waits while GitLab stores the log, sends the log again where GitLab lost
 * it, backs off while GitLab is busy or away. Ends after a bounded number of answers, whatever they are.
 */
public final class FinalReport {
    private static final int LARGEST_COUNT = 60;

    private final GitLabClient gitlab;
    private final JobCredentials job;
    private final Transfer transfer;
    private final Orders orders;
    private final EndPace pace;

    public FinalReport(GitLabClient gitlab, JobCredentials job, Transfer transfer, Orders orders, EndPace pace) {
        this.gitlab = gitlab;
        this.job = job;
        this.transfer = transfer;
        this.orders = orders;
        this.pace = pace;
    }

    /** What became of it. */
    public enum Result {
        /** GitLab knows the end. */
        REPORTED,
        /** GitLab had ended the job before. */
        GONE,
        /** GitLab doesn't know it, and somebody else must tell. */
        NOT_REPORTED
    }

    /**
     * Sends the end until GitLab has taken it, or there is no point in going on.
     *
     * @param knownReasons the failure reasons that this GitLab knows
     * @param checksum of the whole log; null where an earlier attempt wrote part of it
     */
    public Result send(JobEnd end, List<String> knownReasons, @Nullable Checksum checksum) {
        JobState state = end.succeeded()
                ? new JobState.Success(checksum)
                : new JobState.Failed(end.reason().gitlabReason(knownReasons), end.exitCode(), checksum);
        boolean taken = false;
        boolean maybeKnown = false;
        int failures = 0;
        int resent = 0;
        for (int count = 0; count < LARGEST_COUNT; count++) {
            UpdateAnswer answer = gitlab.updateJob(job, state);
            switch (answer) {
                case UpdateAnswer.Accepted accepted -> {
                    return Result.REPORTED;
                }
                case UpdateAnswer.Canceling canceling -> {
                    return Result.REPORTED;
                }
                case UpdateAnswer.Aborted(int httpStatus, RemoteStatus status) -> {
                    return maybeKnown && mayBeOurs(end, status) ? Result.REPORTED : Result.GONE;
                }
                case UpdateAnswer.TracePending(Duration delay) -> {
                    taken = true;
                    maybeKnown = true;
                    orders.await(pace.atMost(delay));
                }
                case UpdateAnswer.Throttled(Duration delay) -> {
                    // Not only GitLab says so: a proxy may, after it has passed the state on.
                    maybeKnown = true;
                    orders.await(pace.atMost(delay));
                }
                case UpdateAnswer.ResendTrace resend -> {
                    if (++resent > pace.attempts()) {
                        return Result.NOT_REPORTED;
                    }
                    transfer.again();
                    if (!transfer.flush(pace.flushLimit(), () -> false)) {
                        return Result.NOT_REPORTED;
                    }
                }
                case UpdateAnswer.Unavailable unavailable -> {
                    maybeKnown = true;
                    if (++failures >= pace.attempts()) {
                        return Result.NOT_REPORTED;
                    }
                    orders.await(pace.backOff(failures));
                }
            }
        }
        return taken ? Result.REPORTED : Result.NOT_REPORTED;
    }

    /** After an answer that was lost, that GitLab no longer runs the job is its word for "I know": where it ended as we said. */
    private boolean mayBeOurs(JobEnd end, RemoteStatus status) {
        return switch (status) {
            case SUCCESS -> end.succeeded();
            case FAILED -> !end.succeeded();
            case CANCELED, CANCELING -> orders.order() == Order.CANCEL;
            case UNKNOWN, PENDING, RUNNING -> true;
        };
    }
}
