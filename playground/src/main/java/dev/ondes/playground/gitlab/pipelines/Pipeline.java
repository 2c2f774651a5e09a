package dev.ondes.playground.gitlab.pipelines;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pipeline with its jobs, those that were run again included. Guarded by {@link GitLabState}'s lock. */
public final class Pipeline {
    /**
     * What a pipeline is made for.
     *
     * @param source such as {@code push}, {@code api}, {@code web}
     */
    public record Origin(
            String ref, boolean tag, String beforeSha, Commit commit, String source, List<Variable> variables) {}

    private final long id;
    private final long iid;
    private final Project project;
    private final Origin origin;
    private final List<String> stages;
    private final @Nullable String yamlErrors;
    private final Instant createdAt;
    private final List<Job> jobs = new ArrayList<>();
    private CiStatus status = CiStatus.CREATED;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;

    Pipeline(
            long id,
            Project project,
            Origin origin,
            List<String> stages,
            @Nullable String yamlErrors,
            Instant createdAt) {
        this.id = id;
        this.project = project;
        this.iid = project.pipelines().size() + 1L;
        this.origin = origin;
        this.stages = stages;
        this.yamlErrors = yamlErrors;
        this.createdAt = createdAt;
    }

    /** The jobs that count: without those that were run again. */
    public List<Job> latest() {
        return jobs.stream().filter(job -> !job.retried()).toList();
    }

    /** Whether its status changed. */
    boolean refresh(Instant now) {
        CiStatus before = status;
        status = yamlErrors != null
                ? CiStatus.FAILED
                : CompositeStatus.of(latest().stream().map(Job::state).toList());
        if (startedAt == null && latest().stream().anyMatch(job -> job.state().startedAt() != null)) {
            startedAt = now;
        }
        if (status != before) {
            finishedAt = status.completed() ? now : null;
        }
        return status != before;
    }

    /** Passed, but a job that is allowed to did fail. */
    public boolean warnings() {
        return status == CiStatus.SUCCESS
                && latest().stream()
                        .anyMatch(job -> job.status() == CiStatus.FAILED || job.status() == CiStatus.CANCELED);
    }

    public boolean onProtectedRef() {
        return !origin.tag() && origin.ref().equals(project.defaultBranch());
    }

    public long id() {
        return id;
    }

    /** Its number within the project. */
    public long iid() {
        return iid;
    }

    public Project project() {
        return project;
    }

    public Origin origin() {
        return origin;
    }

    public List<String> stages() {
        return stages;
    }

    /** Why there is no job, where the file couldn't be read. */
    public @Nullable String yamlErrors() {
        return yamlErrors;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** All, in the order of their creation. */
    public List<Job> jobs() {
        return jobs;
    }

    public CiStatus status() {
        return status;
    }

    public @Nullable Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }
}
