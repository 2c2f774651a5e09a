package dev.ondes.scheduler.gitlab;

import dev.ondes.contracts.pod.LogFence;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.gitlab.TraceAnswer;
import dev.ondes.gitlab.UpdateAnswer;
import dev.ondes.scheduler.turns.TryLaterException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes pod-scheduler's lines into a job's log so that its length says what was decided ({@link LogFence}): a line that
 * takes the job from an attempt leaves {@link LogFence#TAKEN_OVER}, a last line leaves {@link LogFence#FOREIGN}, which no
 * agent leaves. Both are compare-and-set: repeated after a crash or a lost answer, they find what was written before.
 */
public final class Fence {
    private static final int TRIES = 20;

    private Fence() {}

    /** How an attempt to take the job over ended. */
    public sealed interface TakeOver {
        /** The attempt is cut off from the log, and can't open its gate any more; the next one begins at this size. */
        record Taken(long size) implements TakeOver {}

        /** The user's script may have begun, and it must not run again unasked; nothing was written. */
        record Begun() implements TakeOver {}

        /** GitLab no longer runs the job. */
        record Over() implements TakeOver {}
    }

    /**
     * The line that takes a job over, by the state that it is taken from.
     *
     * @param preparing where the script has not begun
     * @param begun where it may have begun; null where the job must not be taken over then
     */
    public record Lines(String preparing, @Nullable String begun) {}

    /**
     * Takes the job from an attempt.
     *
     * <p>Whoever gives a line for a script that has begun vouches that it runs no more: the log can tell that it began, but
     * not that it ended.
     *
     * <p>Whether GitLab still runs the job is asked first: with the answer to the line it would come too late, and somebody who
     * canceled the job would read that it goes on.
     *
     * @param base where the attempt's part of the log begins
     * @throws TryLaterException when GitLab gives no answer
     */
    public static TakeOver takeOver(JobAtGitLab job, long base, Lines lines) {
        if (!isRun(job)) {
            return new TakeOver.Over();
        }
        long offset = base;
        String line = lines.preparing();
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = LogFence.TAKEN_OVER.line(line, base, offset);
            switch (job.append(offset, bytes)) {
                case TraceAnswer.Appended appended -> {
                    return appended.status() == RemoteStatus.CANCELING
                            ? new TakeOver.Over()
                            : new TakeOver.Taken(offset + bytes.length);
                }
                case TraceAnswer.WrongOffset wrong -> {
                    switch (LogFence.read(base, wrong.size())) {
                        case PREPARING -> line = lines.preparing();
                        case TAKEN_OVER -> {
                            return new TakeOver.Taken(wrong.size());
                        }
                        case GATE_OPEN -> {
                            if (lines.begun() == null) {
                                return new TakeOver.Begun();
                            }
                            line = lines.begun();
                        }
                        case FOREIGN -> {
                            return new TakeOver.Begun();
                        }
                    }
                    offset = wrong.size();
                }
                case TraceAnswer.Aborted _ -> {
                    return new TakeOver.Over();
                }
                case TraceAnswer.Throttled(var delay) -> throw throttled(delay);
                case TraceAnswer.Unavailable(var why) -> throw unavailable(why);
            }
        }
        throw new TryLaterException(Duration.ZERO, "the job's log grows faster than it can be taken over");
    }

    private static boolean isRun(JobAtGitLab job) {
        return switch (job.update(new JobState.Running())) {
            case UpdateAnswer.Accepted _, UpdateAnswer.TracePending _, UpdateAnswer.ResendTrace _ -> true;
            case UpdateAnswer.Aborted _, UpdateAnswer.Canceling _ -> false;
            case UpdateAnswer.Throttled(var delay) -> throw throttled(delay);
            case UpdateAnswer.Unavailable(var why) -> throw unavailable(why);
        };
    }

    /**
     * Writes the last line of a job's log, once.
     *
     * @param guess the size that the log has most likely
     * @return what GitLab said the job is
     * @throws TryLaterException when GitLab gives no answer
     */
    static RemoteStatus lastLine(JobAtGitLab job, long base, long guess, String line) {
        long offset = guess;
        for (int i = 0; i < TRIES; i++) {
            switch (job.append(offset, LogFence.FOREIGN.line(line, base, offset))) {
                case TraceAnswer.Appended appended -> {
                    return appended.status();
                }
                case TraceAnswer.WrongOffset wrong -> {
                    if (LogFence.read(base, wrong.size()) == LogFence.FOREIGN) {
                        return RemoteStatus.UNKNOWN;
                    }
                    offset = wrong.size();
                }
                case TraceAnswer.Aborted aborted -> {
                    return aborted.status();
                }
                case TraceAnswer.Throttled(var delay) -> throw throttled(delay);
                case TraceAnswer.Unavailable(var why) -> throw unavailable(why);
            }
        }
        throw new TryLaterException(Duration.ZERO, "the job's log grows while its last line is written");
    }

    private static TryLaterException throttled(Duration delay) {
        return new TryLaterException(delay, "GitLab takes the job's log later");
    }

    private static TryLaterException unavailable(String why) {
        return new TryLaterException(Duration.ZERO, "GitLab does not answer: " + why);
    }
}
