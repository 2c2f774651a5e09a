package dev.ondes.dispatcher.intake;

import dev.ondes.gitlab.JobAnswer;
import java.time.Duration;

/**
 * One request for a job and what came of it.
 *
 * @param took from the request to its answer: a long time without news is the sign of long polling
 */
public record Asked(JobAnswer answer, Duration took) {

    /** The word for metrics and logs. */
    public String result() {
        return switch (answer) {
            case JobAnswer.Job ignored -> "job";
            case JobAnswer.Malformed ignored -> "malformed";
            case JobAnswer.NoJob ignored -> "none";
            case JobAnswer.Conflict ignored -> "conflict";
            case JobAnswer.Throttled ignored -> "throttled";
            case JobAnswer.Refused ignored -> "refused";
            case JobAnswer.Unavailable ignored -> "unavailable";
        };
    }
}
