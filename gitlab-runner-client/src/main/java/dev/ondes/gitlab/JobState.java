package dev.ondes.gitlab;

import org.jspecify.annotations.Nullable;

/**
 * What we tell GitLab about a job. A checksum is null where the caller doesn't know the whole log (an earlier attempt, or
 * somebody else, wrote part of it); GitLab then closes the job without comparing.
 */
public sealed interface JobState {
    /** We have the job and work on it; also the sign of life. */
    record Running() implements JobState {}

    /** The job's script succeeded and its artifacts are with GitLab. */
    record Success(@Nullable Checksum checksum) implements JobState {}

    /**
     * The job ended otherwise.
     *
     * @param reason GitLab's {@code failure_reason}; one that it doesn't know becomes {@code unknown_failure}
     * @param exitCode the script's exit code; sent where it isn't 0
     */
    record Failed(
            String reason,
            @Nullable Integer exitCode,
            @Nullable Checksum checksum) implements JobState {}
}
