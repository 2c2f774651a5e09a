package dev.ondes.dispatcher.hooks;

/** What a webhook means to the dispatcher. */
public sealed interface HookNews {
    /** A job is pending somewhere: GitLab may have one for us. */
    record WorkWaits() implements HookNews {}

    /**
     * Somebody canceled a job.
     *
     * @param status GitLab's word: {@code canceling} or {@code canceled}
     */
    record CancelAsked(long jobId, String status) implements HookNews {}

    /** Something that changes nothing here. */
    record Nothing() implements HookNews {}
}
