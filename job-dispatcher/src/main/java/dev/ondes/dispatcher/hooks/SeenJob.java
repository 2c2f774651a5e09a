package dev.ondes.dispatcher.hooks;

import dev.ondes.contracts.event.JobObserved;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one job in a webhook's body, which may come in any order, and may be missing. */
final class SeenJob {
    private static final Pattern STATUS = Pattern.compile("[a-z]+(_[a-z]+)*");

    long id;
    long runner;
    String name = "";
    String stage = "";
    String status = "";
    String createdAt = "";
    String startedAt = "";
    String finishedAt = "";
    String failureReason = "";

    /** Empty where what must be known is not. */
    Optional<JobObserved> observed(String projectPath, String ref, long pipeline) {
        if (id <= 0 || projectPath.isEmpty() || !STATUS.matcher(status).matches()) {
            return Optional.empty();
        }
        return Optional.of(new JobObserved(
                id,
                name,
                projectPath,
                status,
                orNull(stage),
                orNull(ref),
                pipeline > 0 ? pipeline : null,
                HookTime.read(createdAt),
                null,
                HookTime.read(startedAt),
                HookTime.read(finishedAt),
                // GitLab says "unknown_failure" of every job that did not fail.
                status.equals("failed") ? orNull(failureReason) : null,
                runner > 0 ? runner : null));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
