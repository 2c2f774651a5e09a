package dev.ondes.dispatcher.handover;

import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.UpdateAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells GitLab now and then that a job which waits for the broker is still ours, and hears whether it is still wanted. For one job and thread. */
final class StillWanted {
    /** What GitLab says of the job. */
    enum Word {
        YES,
        CANCELED,
        GONE
    }

    private final TakenJob job;
    private final GitLabClient gitlab;
    private final Clock clock;
    private final Duration every;
    private Instant asked;

    StillWanted(TakenJob job, GitLabClient gitlab, Clock clock, Duration every) {
        this.job = job;
        this.gitlab = gitlab;
        this.clock = clock;
        this.every = every;
        this.asked = clock.instant();
    }

    /** Asks, where it is time to. */
    Word ask() {
        if (job.credentials() == null || asked.plus(every).isAfter(clock.instant())) {
            return Word.YES;
        }
        asked = clock.instant();
        return switch (gitlab.updateJob(job.credentials(), new JobState.Running())) {
            case UpdateAnswer.Aborted _ -> Word.GONE;
            case UpdateAnswer.Canceling _ -> Word.CANCELED;
            case UpdateAnswer.Accepted _,
                    UpdateAnswer.TracePending _,
                    UpdateAnswer.ResendTrace _,
                    UpdateAnswer.Throttled _,
                    UpdateAnswer.Unavailable _ -> Word.YES;
        };
    }
}
