package dev.ondes.playground.gitlab.pipelines;

import dev.ondes.playground.gitlab.ci.AllowFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a job stands. Immutable; its methods are the only transitions, and throw where GitLab has none.
 *
 * @param allowFailure as it stands now: a failure's exit code may decide it
 * @param on the runner, from {@code running} on
 */
public record JobState(
        CiStatus status,
        boolean allowFailure,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String failureReason,
        @Nullable Integer exitCode,
        @Nullable Assignment on) {

    static JobState created(AllowFailure allowFailure) {
        return new JobState(CiStatus.CREATED, allowFailure.always(), null, null, null, null, null, null);
    }

    JobState createdAgain() {
        return next(CiStatus.CREATED, null, null);
    }

    JobState manual() {
        return next(CiStatus.MANUAL, null, null);
    }

    JobState pending(Instant at) {
        return next(CiStatus.PENDING, at, null);
    }

    JobState skipped(Instant at) {
        return next(CiStatus.SKIPPED, queuedAt, at);
    }

    JobState running(Assignment assignment, Instant at) {
        check(CiStatus.RUNNING);
        return new JobState(CiStatus.RUNNING, allowFailure, queuedAt, at, null, null, null, assignment);
    }

    JobState canceling() {
        return next(CiStatus.CANCELING, queuedAt, null);
    }

    JobState canceled(Instant at) {
        return next(CiStatus.CANCELED, queuedAt, at);
    }

    /** What a runner calls success; of a job that is being canceled the end is {@code canceled}. */
    JobState succeeded(Instant at) {
        return status == CiStatus.CANCELING ? canceled(at) : next(CiStatus.SUCCESS, queuedAt, at);
    }

    /** A failure; of a job that is being canceled the end is {@code canceled}, whatever the reason. */
    JobState failed(String reason, @Nullable Integer code, AllowFailure rule, Instant at) {
        CiStatus end = status == CiStatus.CANCELING ? CiStatus.CANCELED : CiStatus.FAILED;
        check(end);
        boolean allowed = rule.always() || (code != null && rule.exitCodes().contains(code));
        return new JobState(end, allowed, queuedAt, startedAt, at, reason, code, on);
    }

    private JobState next(CiStatus next, @Nullable Instant queued, @Nullable Instant finished) {
        check(next);
        return new JobState(next, allowFailure, queued, startedAt, finished, failureReason, exitCode, on);
    }

    private void check(CiStatus next) {
        if (!status.canBecome(next)) {
            throw new IllegalStateException("A job that is " + status.wire() + " can't become " + next.wire());
        }
    }
}
