package dev.ondes.alerter.meter;

import dev.ondes.contracts.job.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stages of a job's last attempt: each is the time between two of its {@link Timings}. */
enum Stage {
    PENDING,
    HANDING_OVER,
    UNSCHEDULABLE,
    PULLING,
    PREPARING,
    RUNNING,
    FINISHING;

    /** Empty where the job never came so far; 0 where two clocks disagree. */
    Optional<Duration> of(Timings job) {
        return switch (this) {
            case PENDING -> between(job.queuedAt(), job.takenAt());
            case HANDING_OVER -> between(job.takenAt(), job.podCreatedAt());
            case UNSCHEDULABLE -> between(job.podCreatedAt(), job.scheduledAt());
            case PULLING -> between(job.scheduledAt(), job.agentStartedAt());
            case PREPARING -> between(job.agentStartedAt(), job.scriptStartedAt());
            case RUNNING -> between(job.scriptStartedAt(), job.scriptFinishedAt());
            case FINISHING -> between(job.scriptFinishedAt(), job.finishedAt());
        };
    }

    private static Optional<Duration> between(@Nullable Instant begin, @Nullable Instant end) {
        if (begin == null || end == null) {
            return Optional.empty();
        }
        Duration took = Duration.between(begin, end);
        return Optional.of(took.isNegative() ? Duration.ZERO : took);
    }

    /** In metric tags. */
    String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
