package dev.ondes.images.flow;

import dev.ondes.contracts.build.BuildReason;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a Job itself says about its end, where none of its pods is left to say more. */
record JobEnd(BuildReason reason, @Nullable String detail) {

    static Optional<JobEnd> of(Job job) {
        if (job.getStatus() == null || job.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return job.getStatus().getConditions().stream()
                .filter(condition -> "True".equals(condition.getStatus()))
                .flatMap(condition -> switch (condition.getType()) {
                    case "Complete" -> Optional.of(new JobEnd(BuildReason.DIGEST_MISSING, "its pod is gone")).stream();
                    case "Failed" ->
                        Optional.of(new JobEnd(
                                        "DeadlineExceeded".equals(condition.getReason())
                                                ? BuildReason.TIMED_OUT
                                                : BuildReason.UNKNOWN,
                                        condition.getMessage()))
                                .stream();
                    default -> Optional.<JobEnd>empty().stream();
                })
                .findFirst();
    }
}
