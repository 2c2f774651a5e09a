package dev.ondes.dispatcher.handover;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.PayloadLimit;
import dev.ondes.contracts.pod.LogFence;
import dev.ondes.contracts.retry.Durations;
import dev.ondes.gitlab.Checksum;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.Pause;
import dev.ondes.gitlab.TraceAnswer;
import dev.ondes.gitlab.TraceChecksum;
import dev.ondes.gitlab.UpdateAnswer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a job at GitLab that never got to a pod. First a line of the log, which the user reads and which keeps the first
 * attempt's gate shut ({@link LogFence#TAKEN_OVER}): a publish without a confirm may have arrived all the same. Then the
 * final state. Idempotent; thread-safe.
 */
public final class GiveBack {
    /** What became of it. */
    public enum Result {
        /** GitLab knows the job's end. */
        ENDED,
        /** The log has been begun by somebody else: the job had been handed over, and goes on. */
        ARRIVED,
        /** GitLab did not answer. */
        UNREACHABLE
    }

    /** Why a job may be given back. */
    private static final List<EndReason> REASONS = List.of(
            EndReason.HAND_OVER_FAILED,
            EndReason.PAYLOAD_UNREADABLE,
            EndReason.PAYLOAD_TOO_LARGE,
            EndReason.BROKER_LIMIT_TOO_LOW,
            EndReason.CANCELED);

    private static final int TRIES = 5;
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;

    private final GitLabClient gitlab;
    private final Pause rest;

    public GiveBack(GitLabClient gitlab, Pause rest) {
        this.gitlab = gitlab;
        this.rest = rest;
    }

    /**
     * Ends the job.
     *
     * @param reason one of hand-over failed, payload unreadable, payload too large, broker limit too low, canceled
     * @param payloadBytes how large the job's payload is, which stands in the line about one that is too large; each process that
     *     gives back a job must tell the same
     * @throws InterruptedException when the service ends now; the job is then to be given back by the next process
     */
    public Result end(JobCredentials job, EndReason reason, long payloadBytes) throws InterruptedException {
        byte[] line = line(reason, payloadBytes);
        for (int tries = 0; tries < TRIES; tries++) {
            switch (gitlab.appendTrace(job, 0, line, 0, line.length)) {
                case TraceAnswer.Appended ignored -> {
                    return close(job, reason, line);
                }
                case TraceAnswer.WrongOffset wrong -> {
                    EndReason told = told(wrong.size(), payloadBytes);
                    return told == null ? Result.ARRIVED : close(job, told, line(told, payloadBytes));
                }
                case TraceAnswer.Aborted aborted -> {
                    return aborted.httpStatus() == NOT_FOUND ? close(job, reason, new byte[0]) : Result.ENDED;
                }
                case TraceAnswer.Throttled throttled -> rest.forDuration(bounded(throttled.delay()));
                case TraceAnswer.Unavailable ignored -> rest.forDuration(BETWEEN);
            }
        }
        return Result.UNREACHABLE;
    }

    private Result close(JobCredentials job, EndReason reason, byte[] log) throws InterruptedException {
        var failed = new JobState.Failed(reason.gitlabReason(List.of()), null, checksum(log));
        Result soFar = Result.UNREACHABLE;
        for (int tries = 0; tries < TRIES; tries++) {
            switch (gitlab.updateJob(job, failed)) {
                case UpdateAnswer.Accepted ignored -> {
                    return Result.ENDED;
                }
                case UpdateAnswer.Aborted ignored -> {
                    return Result.ENDED;
                }
                case UpdateAnswer.TracePending pending -> {
                    // Noted: GitLab closes the job by itself within minutes should nobody ask again.
                    soFar = Result.ENDED;
                    rest.forDuration(bounded(pending.delay()));
                }
                case UpdateAnswer.Throttled throttled -> rest.forDuration(bounded(throttled.delay()));
                case UpdateAnswer.Canceling ignored -> rest.forDuration(BETWEEN);
                case UpdateAnswer.ResendTrace ignored -> rest.forDuration(BETWEEN);
                case UpdateAnswer.Unavailable ignored -> rest.forDuration(BETWEEN);
            }
        }
        return soFar;
    }

    private static @Nullable Checksum checksum(byte[] log) {
        if (log.length == 0) {
            return null;
        }
        var sum = new TraceChecksum();
        sum.update(log, 0, log.length);
        return sum.current();
    }

    /** What the line of ours of this size says: stored by an earlier call whose answer was lost, or an earlier process. */
    private static @Nullable EndReason told(long size, long payloadBytes) {
        for (EndReason reason : REASONS) {
            if (line(reason, payloadBytes).length == size) {
                return reason;
            }
        }
        return null;
    }

    /** What the user reads, as long as the fence demands. */
    static byte[] line(EndReason reason, long payloadBytes) {
        String detail = reason == EndReason.PAYLOAD_TOO_LARGE ? ": " + PayloadLimit.exceededBy(payloadBytes) : "";
        String text = "\u001b[31;1mERROR: " + reason.sentence() + detail + "; its script did not run.\u001b[0;m";
        return LogFence.TAKEN_OVER.line(text, 0, 0);
    }

    private static Duration bounded(Duration wait) {
        return Durations.shorter(wait, AT_MOST);
    }
}
