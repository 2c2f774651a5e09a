package dev.ondes.alerter.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What GitLab told of a job, by webhooks or asked.
 *
 * @param status the furthest one heard; webhooks come late and out of order, so not the last one
 * @param pendingSince GitLab's own word, which webhooks don't have, or when the first of them said pending
 * @param runner GitLab's id of the runner that took it
 */
public record Seen(
        Instant saidAt,
        GitLabStatus status,
        String name,
        String project,
        @Nullable String ref,
        @Nullable Long pipeline,
        @Nullable Long runner,
        @Nullable Instant pendingSince)
        implements Said {

    /** Both together; in any order the same. */
    static Seen join(@Nullable Seen one, Seen other) {
        if (one == null) {
            return other;
        }
        Seen further = one.status == other.status
                ? Said.last(one, other)
                : one.status.compareTo(other.status) > 0 ? one : other;
        return new Seen(
                further.saidAt,
                further.status,
                further.name,
                further.project,
                further.ref,
                further.pipeline,
                further.runner,
                earlier(one.pendingSince, other.pendingSince));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
