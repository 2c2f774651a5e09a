package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes known of a job for the first time, by whatever event: that is counted, and nothing else, so that what is said twice, late or in
 * another order counts once. Used by the model's thread alone.
 */
final class JobNews {
    private final FleetCounts counts;
    private final Map<String, Minutes> minutes = new HashMap<>();

    JobNews(FleetCounts counts) {
        this.counts = counts;
    }

    /** Both of the same job; they may be equal. */
    void count(Job before, Job after, Instant at) {
        if (before.queueTime().isEmpty()) {
            after.queueTime().ifPresent(queued -> counts.started(after.jobClass(), queued, after.trace()));
        }
        if (!after.attempts().equals(before.attempts())) {
            after.attempts().forEach(attempt -> lost(before, after, attempt));
        }
        End end = after.end();
        if (end != null && before.end() == null) {
            counts.finished(end.how(), after.trace());
            minutes.computeIfAbsent(end.how().jobClass(), _ -> new Minutes())
                    .add(at, Outcomes.of(end.how().outcome()));
            interruption(end.how());
        }
    }

    private void lost(Job before, Job after, Attempt attempt) {
        Optional<Attempt> was = before.attempts().stream()
                .filter(one -> one.number() == attempt.number())
                .findFirst();
        Attempt.Loss loss = attempt.loss();
        if (loss == null) {
            return;
        }
        if (was.isEmpty() || was.get().loss() == null) {
            counts.rescheduled(after.jobClass(), loss.reason());
            if (loss.cause() != null) {
                counts.interrupted(loss.cause(), after.jobClass());
            }
        }
        if (was.isEmpty() || was.get().wasted().isEmpty()) {
            attempt.wasted()
                    .ifPresent(time -> counts.wasted(
                            after.jobClass(),
                            loss.cause() == null ? "other" : loss.cause().wire(),
                            time));
        }
    }

    /** A job that failed with its node; one that was run again counted when its attempt was lost. */
    private void interruption(JobFinished how) {
        if (how.interruption() == null || how.outcome() != Outcome.SYSTEM_FAILED) {
            return;
        }
        counts.interrupted(how.interruption(), how.jobClass());
        Instant created = how.timings().podCreatedAt();
        if (created != null) {
            Duration used = Duration.between(created, how.timings().finishedAt());
            counts.wasted(how.jobClass(), how.interruption().wire(), used.isNegative() ? Duration.ZERO : used);
        }
    }

    /** How jobs of each class ended, for a day. */
    Map<String, Minutes> minutes() {
        return Collections.unmodifiableMap(minutes);
    }
}
