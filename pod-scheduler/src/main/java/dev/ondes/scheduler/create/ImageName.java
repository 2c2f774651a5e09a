package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobPayload.Variable;
import dev.ondes.gitlab.JobVariables;
import java.util.ArrayList;
import java.util.List;

/** The image that a job runs in: the one it names, its variables expanded, else its class's. */
final class ImageName {
    private static final String NO_FILES = "";

    private ImageName() {}

    static String of(JobPayload payload, JobClass jobClass) {
        if (payload.image() == null) {
            return jobClass.image();
        }
        List<Variable> variables = new ArrayList<>(JobVariables.ofClass(jobClass.variables()));
        variables.addAll(payload.variables());
        String name = new JobVariables(variables, NO_FILES)
                .expand(payload.image().name())
                .strip();
        return name.isEmpty() ? jobClass.image() : name;
    }
}
