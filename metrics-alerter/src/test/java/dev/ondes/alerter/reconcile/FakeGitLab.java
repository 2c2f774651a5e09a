package dev.ondes.alerter.reconcile;

import dev.ondes.gitlab.JobPage;
import dev.ondes.gitlab.ListedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A GitLab of one project, whose lists have two jobs on a page. */
final class FakeGitLab implements GitLabJobs {
    private static final int PAGE = 2;

    boolean closed;

    final Map<Long, ListedJob> jobs = new LinkedHashMap<>();
    final List<String> asked = new ArrayList<>();

    static ListedJob job(long id, String status, @Nullable Instant queuedAt) {
        return new ListedJob(
                id, "compile", status, "build", "main", 7L, queuedAt, queuedAt, null, null, "unknown_failure", null);
    }

    @Override
    public JobPage pending(String project, @Nullable String next) {
        asked.add("pending " + project + (next == null ? "" : " " + next));
        List<ListedJob> all = jobs.values().stream()
                .filter(job -> job.status().equals("pending"))
                .toList();
        int from = next == null ? 0 : Integer.parseInt(next);
        int until = Math.min(all.size(), from + PAGE);
        return new JobPage(
                all.subList(from, until), until < all.size() ? Optional.of(Integer.toString(until)) : Optional.empty());
    }

    @Override
    public Optional<ListedJob> job(String project, long id) {
        asked.add("job " + id);
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public void close() {
        closed = true;
    }
}
