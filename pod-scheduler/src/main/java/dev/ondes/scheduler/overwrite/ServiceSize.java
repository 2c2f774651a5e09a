package dev.ondes.scheduler.overwrite;

import dev.ondes.contracts.classes.JobClass.Resources;
import java.util.List;

/**
 * How large a service of a job is.
 *
 * @param other whether its job made it larger or smaller than services of the class are
 * @param notes what the job's user is to be told, a line each
 */
public record ServiceSize(Resources resources, boolean other, List<String> notes) {

    /** Copies the list. */
    public ServiceSize {
        notes = List.copyOf(notes);
    }
}
