package dev.ondes.agent.trace;

import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.gitlab.TraceAnswer;
import dev.ondes.gitlab.UpdateAnswer;
import java.time.Duration;
import java.util.Objects;

/**
 * Brings the log to GitLab piece by piece, keeps the job alive there, and passes on what GitLab says of the job. One thread
 * runs it; what it is to do when, {@link Transfer} says.
 *
 * <p>A piece whose answer was lost is sent again as it was, and never a longer one instead: only so does the size that GitLab
 * tells in the end say whether the piece, a part of it, or somebody else's, is stored.
 */
public final class TraceSender implements Runnable {
    private static final int NOT_FOUND = 404;

    private final GitLabClient gitlab;
    private final JobCredentials job;
    private final Transfer transfer;
    private final boolean debug;
    private final Orders orders;
    private final Troubles troubles;
    private byte[] buffer = new byte[0];

    /**
     * @param debug whether the job runs with {@code CI_DEBUG_TRACE}
     * @param troubles hears what operators want to know
     */
    public TraceSender(
            GitLabClient gitlab,
            JobCredentials job,
            Transfer transfer,
            boolean debug,
            Orders orders,
            Troubles troubles) {
        this.gitlab = gitlab;
        this.job = job;
        this.transfer = transfer;
        this.debug = debug;
        this.orders = orders;
        this.troubles = troubles;
    }

    /** What goes wrong with the log, for operators. */
    public interface Troubles {
        /** GitLab does not answer. */
        void away(String why);

        /** An error of ours. */
        void broken(Throwable problem);
    }

    /** Ends after {@link Transfer#finish}, and by nothing else. */
    @Override
    public void run() {
        while (true) {
            Transfer.Task task = transfer.next();
            try {
                switch (task.what()) {
                    case SEND -> send(Objects.requireNonNull(task.piece()));
                    case ASK -> ask();
                    case END -> {
                        return;
                    }
                }
            } catch (RuntimeException | Error e) {
                // Nobody else sends the log or says that the job lives: what can't be done now is tried again.
                failed(task, e);
            }
        }
    }

    private void failed(Transfer.Task task, Throwable problem) {
        transfer.heard();
        int inARow = task.piece() == null ? 1 : transfer.unanswered(task.piece());
        if (inARow == 1) {
            troubles.broken(problem);
        }
    }

    private void send(SentPiece piece) {
        int length = piece.length();
        if (buffer.length < length) {
            buffer = new byte[Math.max(length, Math.min(TraceProgress.LARGEST_PIECE, 2 * buffer.length))];
        }
        transfer.read(piece, buffer);
        TraceAnswer answer = gitlab.appendTrace(job, piece.offset(), buffer, 0, length, debug);
        transfer.heard();
        switch (answer) {
            case TraceAnswer.Appended(long size, Duration wish, RemoteStatus status) -> {
                transfer.stored(piece, wish);
                obey(status);
            }
            case TraceAnswer.WrongOffset(long size) -> {
                if (transfer.wrongOffset(piece, size) == SentPiece.Fate.TAKEN_OVER) {
                    orders.give(
                            Order.STOP,
                            "the log at GitLab has " + size + " bytes, not " + piece.offset() + " or " + piece.end()
                                    + ": somebody else has taken the job over");
                }
            }
            case TraceAnswer.Aborted(int httpStatus, RemoteStatus status) -> {
                if (httpStatus != NOT_FOUND || !transfer.refused()) {
                    orders.give(Order.STOP, "GitLab answers " + httpStatus + " to the log: " + status.sentence());
                }
            }
            case TraceAnswer.Throttled(Duration delay) -> transfer.postponed(piece, delay);
            case TraceAnswer.Unavailable(String why) -> {
                if (transfer.unanswered(piece) == 1) {
                    troubles.away(why);
                }
            }
        }
    }

    /** Tells GitLab that the job runs, and hears whether it shall. */
    private void ask() {
        UpdateAnswer answer = gitlab.updateJob(job, new JobState.Running());
        transfer.heard();
        switch (answer) {
            case UpdateAnswer.Accepted(RemoteStatus status) -> obey(status);
            case UpdateAnswer.Canceling canceling -> obey(RemoteStatus.CANCELING);
            case UpdateAnswer.Aborted(int httpStatus, RemoteStatus status) ->
                orders.give(Order.STOP, "GitLab answers " + httpStatus + " to a sign of life: " + status.sentence());
            case UpdateAnswer.TracePending pending -> {}
            case UpdateAnswer.ResendTrace resend -> {}
            case UpdateAnswer.Throttled throttled -> {}
            case UpdateAnswer.Unavailable unavailable -> {}
        }
        if (orders.podEnding()) {
            orders.podEndsThoughJobRuns();
        }
    }

    private void obey(RemoteStatus status) {
        if (status == RemoteStatus.CANCELING) {
            orders.give(Order.CANCEL, status.sentence());
        } else if (status.aborts()) {
            orders.give(Order.STOP, status.sentence());
        }
    }
}
