package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Phase;
import dev.ondes.contracts.job.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a job began to wait, when the script of its last attempt began and when it ended, as well as that is known.
 *
 * @param waits whether it still waits
 */
record JobTimes(Instant waitsSince, Optional<Instant> began, Optional<Instant> ended, boolean waits) {

    static JobTimes of(Job job) {
        if (job.end() != null) {
            Timings timings = job.end().how().timings();
            return new JobTimes(
                    job.waitsSince(),
                    job.lastStart(),
                    Optional.of(timings.scriptFinishedAt() == null ? timings.finishedAt() : timings.scriptFinishedAt()),
                    false);
        }
        Phase phase = job.phase();
        return new JobTimes(
                job.waitsSince(),
                phase == Phase.RUNNING ? job.lastStart() : Optional.empty(),
                Optional.empty(),
                phase == Phase.PENDING || phase == Phase.STARTING);
    }

    /** From pending to the script's begin, or until now; empty where its script never began. */
    Optional<Duration> waited(Instant now) {
        return began.or(() -> waits ? Optional.of(now) : Optional.empty())
                .map(end -> Duration.between(waitsSince, end));
    }

    /** The script, until now where it runs. */
    Optional<Duration> ran(Instant now) {
        return began.map(begin -> Duration.between(begin, ended.orElse(now)));
    }
}
