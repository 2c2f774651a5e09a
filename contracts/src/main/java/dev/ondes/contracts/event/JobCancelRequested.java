package dev.ondes.contracts.event;

/**
 * A webhook told that the job is canceled or canceling: stop it earlier than its agent would notice. A hint: GitLab is asked before anything is done.
 *
 * @param jobId GitLab's job id
 * @param status GitLab's word: {@code canceling} or {@code canceled}
 */
public record JobCancelRequested(long jobId, String status) implements EventData {

    @Override
    public String subject() {
        return Long.toString(jobId);
    }
}
