package dev.ondes.gitlab;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * GitLab as a runner sees it. Calls block, and may be made from any number of (virtual) threads at once; one client per
 * GitLab is enough. A thread that is interrupted gets its answer ({@code Unavailable}, or an exception) at once.
 *
 * <p>Calls that answer with a type of their own ({@link JobAnswer}, {@link UpdateAnswer}, {@link TraceAnswer}) make one
 * request and leave it to the caller whether and when to ask again. All others repeat what may help, at most five times in
 * all, and throw a {@link GitLabException}.
 */
public final class GitLabClient implements AutoCloseable {
    private final Http http;
    private final RunnerCalls runner;
    private final JobCalls jobs;
    private final ArtifactCalls artifacts;
    private final OwnerCalls owner;
    private final ProjectCalls projects;

    /**
     * @param gitlabUrl GitLab's base address, with its path where it has one
     */
    public GitLabClient(URI gitlabUrl, ClientSettings settings) {
        http = new Http(gitlabUrl, settings);
        runner = new RunnerCalls(http);
        jobs = new JobCalls(http);
        artifacts = new ArtifactCalls(http);
        owner = new OwnerCalls(http);
        projects = new ProjectCalls(http);
    }

    /** Makes a runner by a registration token. Servers that disallow it refuse with 410. */
    public Registered register(Registration registration, RunnerInfo info) {
        return runner.register(registration, info);
    }

    /** Asks whether GitLab knows the runner, and makes this system one of its managers. Refused with 403 or 422. */
    public Verified verify(RunnerToken token, String systemId, RunnerInfo info) {
        return runner.verify(token, systemId, info);
    }

    /** Deletes the runner with all its managers. */
    public void deleteRunner(RunnerToken token) {
        runner.deleteRunner(token);
    }

    /** Deletes this system as a manager of the runner; one that isn't there any more is as good as deleted. */
    public void deleteManager(RunnerToken token, String systemId) {
        runner.deleteManager(token, systemId);
    }

    /**
     * Asks for a job. With a {@code lastUpdate}, GitLab may hold the request for up to a minute.
     *
     * @param lastUpdate from the latest {@link JobAnswer.NoJob} that told one
     */
    public JobAnswer requestJob(RunnerToken token, String systemId, RunnerInfo info, @Nullable String lastUpdate) {
        return jobs.request(token, systemId, info, lastUpdate);
    }

    /** Tells a job's state. Idempotent: a final state may be sent again. */
    public UpdateAnswer updateJob(JobCredentials job, JobState state) {
        return jobs.update(job, state);
    }

    /** As {@link #appendTrace(JobCredentials, long, byte[], int, int, boolean)} for a job without {@code CI_DEBUG_TRACE}. */
    public TraceAnswer appendTrace(JobCredentials job, long offset, byte[] bytes, int from, int length) {
        return appendTrace(job, offset, bytes, from, length, false);
    }

    /**
     * Appends to a job's log where GitLab has exactly {@code offset} bytes of it, else does nothing.
     *
     * @param length at least 1
     * @param debug whether the job runs with {@code CI_DEBUG_TRACE}: GitLab then shows the log to fewer people
     */
    public TraceAnswer appendTrace(JobCredentials job, long offset, byte[] bytes, int from, int length, boolean debug) {
        return jobs.append(job, offset, bytes, from, length, debug);
    }

    /** Uploads a file as it is, in a stream. Refused with 403 (job is over), 405 (disabled) or 413 (too large). */
    public void uploadArtifacts(JobCredentials job, ArtifactUpload upload, Path file) {
        artifacts.upload(job, upload, file);
    }

    /**
     * Downloads the archive of an earlier job.
     *
     * @param job that job's id with the token of {@link JobPayload.Dependency}
     * @param target replaced in one step when all has come
     */
    public void downloadArtifacts(JobCredentials job, Path target) {
        artifacts.download(job, target);
    }

    /**
     * The jobs that GitLab believes one manager of a runner to be running, newest first.
     *
     * @param accessToken of somebody who owns the runner, with the scope {@code api}
     */
    public List<RunningJob> runningJobs(Secret accessToken, long runnerId, String systemId) {
        return owner.runningJobs(accessToken, runnerId, systemId);
    }

    /**
     * Cancels a job that nobody runs. May be repeated: a job that is canceled already counts.
     *
     * @param accessToken of somebody who may run the project's jobs, with the scope {@code api}
     * @return whether it is canceled; not so where it had ended otherwise
     */
    public boolean cancel(Secret accessToken, RunningJob job) {
        return owner.cancel(accessToken, job);
    }

    /**
     * Has GitLab run a job anew in its pipeline that has ended. May be repeated: GitLab runs it anew once.
     *
     * @param accessToken as for {@link #cancel}
     * @return the id of the job in its place; empty where one has it already
     */
    public Optional<Long> retry(Secret accessToken, RunningJob job) {
        return owner.retry(accessToken, job);
    }

    /**
     * Jobs of a project that wait for a runner, newest first, a page at a time.
     *
     * @param accessToken of somebody who may read the project, with the scope {@code read_api}
     * @param project its path, or its id
     * @param next of the page before; null for the first one
     */
    public JobPage pendingJobs(Secret accessToken, String project, @Nullable String next) {
        return projects.pendingJobs(accessToken, project, next);
    }

    /**
     * One job of a project.
     *
     * @param accessToken of somebody who may read the project, with the scope {@code read_api}
     * @return empty where GitLab has none of that id, or none that the token may see
     */
    public Optional<ListedJob> job(Secret accessToken, String project, long id) {
        return projects.job(accessToken, project, id);
    }

    /** Ends all calls under way. */
    @Override
    public void close() {
        http.close();
    }
}
