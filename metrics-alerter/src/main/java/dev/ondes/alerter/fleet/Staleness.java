package dev.ondes.alerter.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * What is still known of a job of which nothing was heard for some time. A webhook can get lost, and so can the last word of a job; then it is
 * said that nobody knows, instead of counting it for ever.
 *
 * @param startWithin a job that was taken should have begun within this
 * @param endWithin a job should have ended so long after its timeout
 */
public record Staleness(Limits limits, Duration startWithin, Duration endWithin) {
    public static final Staleness STANDARD =
            new Staleness(Limits.STANDARD, Duration.ofMinutes(30), Duration.ofMinutes(10));

    /** Whether nobody knows any more where the job stands. */
    boolean unknown(Job job, Instant now) {
        return now.isAfter(job.heardLast().plus(limits.unknownAfter()).plus(timeout(job)));
    }

    /** Whether it is left out by now. */
    boolean forgotten(Job job, Instant now) {
        return now.isAfter(job.heardLast().plus(limits.forgetAfter()).plus(timeout(job)));
    }

    /** Whether it ought to have begun, or ended, by now. */
    boolean stuck(Job job, Instant now) {
        return switch (job.phase()) {
            case STARTING -> now.isAfter(job.heardLast().plus(startWithin));
            case RUNNING ->
                job.taken() != null
                        && now.isAfter(job.startedAt()
                                .orElse(job.heardLast())
                                .plus(job.taken().timeout())
                                .plus(endWithin));
            case NOT_READY, PENDING, ELSEWHERE, ENDED -> false;
        };
    }

    private static Duration timeout(Job job) {
        return job.taken() == null || job.phase() != Phase.RUNNING
                ? Duration.ZERO
                : job.taken().timeout();
    }
}
