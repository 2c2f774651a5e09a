package dev.ondes.scheduler.overwrite;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.classes.PodSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod is like by its class and by what its job changes of that.
 *
 * @param build what the build container asks for and may use at most
 * @param pod where it may run beyond what its capacity needs, its labels and the like
 * @param runAs whom the build container runs as; null for what the class says
 * @param otherRoom whether it needs other nodes than pods of the class do, or more or less room on them
 * @param ofTheJob whether its job made it another than pods of the class are
 * @param notes what the job's user is to be told, a line each
 */
public record PodShape(
        Resources build,
        PodSettings pod,
        @Nullable RunAs runAs,
        boolean otherRoom,
        boolean ofTheJob,
        List<String> notes) {

    /** Copies the list. */
    public PodShape {
        notes = List.copyOf(notes);
    }

    /** As the class has it. */
    public static PodShape usual(JobClass jobClass) {
        return new PodShape(jobClass.build(), jobClass.pod(), null, false, false, List.of());
    }
}
