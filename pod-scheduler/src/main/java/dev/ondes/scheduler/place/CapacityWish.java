package dev.ondes.scheduler.place;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.gitlab.JobPayload;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a job, or its class for all its jobs, asks for by {@link #VARIABLE}. Pure. */
sealed interface CapacityWish {
    String VARIABLE = "ONDES_CAPACITY";

    record None() implements CapacityWish {}

    record For(CapacityType capacity) implements CapacityWish {}

    /** The job can't have that. */
    record Refused(String detail) implements CapacityWish {}

    static CapacityWish of(JobPayload payload, JobClass jobClass) {
        String wish = payload.variables().stream()
                .filter(variable -> variable.key().equals(VARIABLE))
                .map(variable -> variable.value().reveal())
                .reduce((_, later) -> later)
                .orElse(Objects.requireNonNullElse(jobClass.variables().get(VARIABLE), ""))
                .strip();
        if (wish.isEmpty()) {
            return new None();
        }
        // The value isn't repeated: nobody knows what stands in a variable.
        return jobClass.capacity().stream()
                .filter(capacity -> capacity.wire().equals(wish))
                .findFirst()
                .<CapacityWish>map(For::new)
                .orElseGet(() -> new Refused(VARIABLE + " must be "
                        + jobClass.capacity().stream().map(CapacityType::wire).collect(Collectors.joining(" or "))
                        + " in class " + jobClass.name()));
    }
}
