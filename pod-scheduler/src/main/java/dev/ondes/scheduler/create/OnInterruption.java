package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.pods.PodNames;
import java.util.Locale;

/**
 * What is to become of a job that loses its node while its script runs: the job's variable {@value #VARIABLE}, else its
 * class's, else {@code fail}, since a script that began may have deployed half.
 */
final class OnInterruption {
    static final String VARIABLE = "ONDES_ON_INTERRUPTION";

    private OnInterruption() {}

    /**
     * Whether the script may run again from its beginning.
     *
     * @throws IllegalArgumentException with the text for the user, when the variable says neither
     */
    static boolean restarts(JobPayload payload, JobClass jobClass) {
        String said = payload.variables().stream()
                .filter(variable -> variable.key().equals(VARIABLE))
                .map(variable -> variable.value().reveal())
                .reduce((_, later) -> later)
                .orElse(jobClass.variables().getOrDefault(VARIABLE, PodNames.FAIL));
        return switch (said.strip().toLowerCase(Locale.ROOT)) {
            case PodNames.RESTART -> true;
            case PodNames.FAIL, "" -> false;
            default ->
                throw new IllegalArgumentException("the variable " + VARIABLE + " must be " + PodNames.RESTART + " or "
                        + PodNames.FAIL + ", and is neither");
        };
    }
}
