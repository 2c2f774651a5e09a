package dev.ondes.scheduler.gitlab;

import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.TraceAnswer;
import dev.ondes.gitlab.UpdateAnswer;

/** One job at its GitLab, with the right to write its log and to end it. Each call is one request; it blocks. */
public interface JobAtGitLab {

    /** Appends where the log has exactly that size. */
    TraceAnswer append(long offset, byte[] bytes);

    UpdateAnswer update(JobState state);
}
