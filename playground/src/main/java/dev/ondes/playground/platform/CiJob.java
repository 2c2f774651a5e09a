package dev.ondes.playground.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job as GitLab's API tells it.
 *
 * @param status GitLab's word, such as {@code pending}, {@code running}, {@code success}
 * @param failureReason GitLab's word, or empty
 * @param runner description of the runner that took it, or empty
 * @param queuedSeconds time it waited, or 0
 */
public record CiJob(
        long id,
        String name,
        String stage,
        String status,
        boolean allowFailure,
        String failureReason,
        String runner,
        double queuedSeconds,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    private static final Set<String> ENDED = Set.of("success", "failed", "canceled", "skipped");

    static CiJob of(JsonNode json) {
        return new CiJob(
                json.path("id").asLong(),
                json.path("name").asText(),
                json.path("stage").asText(),
                json.path("status").asText(),
                json.path("allow_failure").asBoolean(),
                json.path("failure_reason").asText(""),
                json.path("runner").path("description").asText(""),
                json.path("queued_duration").asDouble(),
                instant(json.path("started_at")),
                instant(json.path("finished_at")));
    }

    private static @Nullable Instant instant(JsonNode json) {
        return json.isTextual() ? Instant.parse(json.asText()) : null;
    }

    /** Whether nothing more will come of it. */
    public boolean ended() {
        return ENDED.contains(status);
    }
}
