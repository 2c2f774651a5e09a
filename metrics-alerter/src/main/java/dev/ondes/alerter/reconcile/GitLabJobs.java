package dev.ondes.alerter.reconcile;

import dev.ondes.gitlab.JobPage;
import dev.ondes.gitlab.ListedJob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What GitLab is asked. Each call is one that counts for its rate limits; each may throw a {@code GitLabException}. */
interface GitLabJobs extends AutoCloseable {
    /**
     * Some of the project's pending jobs.
     *
     * @param next of the page before; null for the first one
     */
    JobPage pending(String project, @Nullable String next);

    /** Empty where GitLab has no such job, or none that we may see. */
    Optional<ListedJob> job(String project, long id);

    @Override
    void close();
}
