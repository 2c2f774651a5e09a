package dev.ondes.alerter.reconcile;

import dev.ondes.gitlab.JobPage;
import dev.ondes.gitlab.ListedJob;
import java.util.ArrayList;
import java.util.List;

/** GitLab's list of a project's pending jobs, page after page. For one thread. */
final class PendingList {
    /** Of one project; more than wait in any. */
    static final int MOST_PAGES = 100;

    private final GitLabJobs gitlab;
    private final Pace pace;

    PendingList(GitLabJobs gitlab, Pace pace) {
        this.gitlab = gitlab;
        this.pace = pace;
    }

    /** Part of a list would make others look vanished. */
    sealed interface Listed {
        record Whole(List<ListedJob> jobs) implements Listed {}

        record TooLong() implements Listed {}

        /** We were closed meanwhile. */
        record Stopped() implements Listed {}
    }

    /** Each page is a call, and throws as {@link GitLabJobs} does. */
    Listed of(String project) throws InterruptedException {
        List<ListedJob> listed = new ArrayList<>();
        String next = null;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            if (!pace.await()) {
                return new Listed.Stopped();
            }
            JobPage page = gitlab.pending(project, next);
            listed.addAll(page.jobs());
            if (page.next().isEmpty()) {
                return new Listed.Whole(listed);
            }
            next = page.next().get();
        }
        return new Listed.TooLong();
    }
}
