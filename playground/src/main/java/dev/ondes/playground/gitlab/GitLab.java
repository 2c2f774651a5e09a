package dev.ondes.playground.gitlab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.playground.gitlab.api.Api;
import dev.ondes.playground.gitlab.api.Parts;
import dev.ondes.playground.gitlab.api.Triggers;
import dev.ondes.playground.gitlab.git.Repositories;
import dev.ondes.playground.gitlab.hooks.Hook;
import dev.ondes.playground.gitlab.hooks.Webhooks;
import dev.ondes.playground.gitlab.http.Calls;
import dev.ondes.playground.gitlab.http.Faults;
import dev.ondes.playground.gitlab.http.HttpFront;
import dev.ondes.playground.gitlab.payload.IdTokens;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.JobQueue;
import dev.ondes.playground.gitlab.pipelines.Limits;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import dev.ondes.playground.gitlab.pipelines.PipelineFlow;
import dev.ondes.playground.gitlab.pipelines.Project;
import dev.ondes.playground.gitlab.pipelines.RunnerSpec;
import dev.ondes.playground.gitlab.pipelines.RunningJobs;
import dev.ondes.playground.gitlab.registry.ContainerRegistry;
import dev.ondes.playground.gitlab.timeline.Timeline;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A simulated GitLab that runs in this process: start it, make a project and a runner, commit a CI file, wait for the
 * pipeline. Thread-safe; closing it ends everything but the files.
 */
public final class GitLab implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GitLab.class.getName());

    private final HttpFront front;
    private final Parts parts;
    private final Triggers triggers;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("gitlab-clock").factory());

    private GitLab(HttpServer bound, Parts parts, boolean enforcesClocks) {
        this.parts = parts;
        triggers = new Triggers(parts);
        front = HttpFront.start(bound, Api.routes(parts, triggers), parts.faults(), parts.calls());
        if (enforcesClocks) {
            ScheduledFuture<?> _ = clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
        }
    }

    public static GitLab start(GitLabSettings settings) throws IOException {
        HttpServer bound = HttpFront.bind(settings.listen());
        URI url = settings.url() == null ? address(bound.getAddress()) : settings.url();
        Path data = Files.createDirectories(settings.data());
        var state = new GitLabState(settings.clock(), Files.createDirectories(data.resolve("jobs")), settings.limits());
        var flow = new PipelineFlow(state);
        var faults = new Faults();
        var calls = new Calls();
        var webhooks = new Webhooks(state, url, faults, calls, settings.hookChaos());
        if (settings.webhook() != null) {
            webhooks.add(new Hook(settings.webhook(), settings.webhookSecret(), null, true, true));
        }
        var timeline = new Timeline(state);
        state.observe(timeline);
        state.observe(webhooks);
        String adminToken = settings.adminToken() == null ? randomToken() : settings.adminToken();
        return new GitLab(
                bound,
                new Parts(
                        url,
                        adminToken,
                        settings.registrationToken() == null ? "" : settings.registrationToken(),
                        Files.createDirectories(data.resolve("uploads")),
                        state,
                        flow,
                        new JobQueue(state, flow),
                        new RunningJobs(state, flow),
                        new Repositories(Files.createDirectories(data.resolve("repositories"))),
                        new ContainerRegistry(
                                Files.createDirectories(data.resolve("registry")), url, state, adminToken),
                        webhooks,
                        new IdTokens(url, settings.clock()),
                        timeline,
                        faults,
                        calls,
                        Parts.RateLimits.of(settings.clock(), state)),
                settings.enforcesClocks());
    }

    /** An exception would end the clock. */
    private void tick() {
        try {
            enforceClocks();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The clocks could not be enforced", e);
        }
    }

    private static URI address(InetSocketAddress bound) {
        return URI.create("http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort());
    }

    private static String randomToken() {
        byte[] bytes = new byte[10];
        new SecureRandom().nextBytes(bytes);
        return "glpat-" + HexFormat.of().formatHex(bytes);
    }

    public URI url() {
        return parts.url();
    }

    /** For {@code PRIVATE-TOKEN}, and as password for git. A secret. */
    public String adminToken() {
        return parts.adminToken();
    }

    public Faults faults() {
        return parts.faults();
    }

    public Calls calls() {
        return parts.calls();
    }

    public Limits limits() {
        return parts.state().limits();
    }

    public void limits(Limits changed) {
        parts.state().limits(changed);
    }

    /** What happened, oldest first: the JSON of {@code GET /-/ondes/timeline}. */
    public List<ObjectNode> timeline() {
        return parts.timeline().events(0);
    }

    /** Makes a project such as {@code group/name} and returns its id. */
    public long createProject(String path) throws IOException {
        Project project = parts.state().locked(() -> parts.state().createProject(path));
        parts.repositories().create(project.id(), project.defaultBranch());
        return project.id();
    }

    public URI gitUrl(long project) {
        return URI.create(
                url() + "/" + parts.state().locked(() -> project(project).path()) + ".git");
    }

    /** Makes a runner and returns its token. A secret. */
    public String createRunner(RunnerSpec spec) {
        return parts.state()
                .locked(() -> parts.state().createRunner("glrt-", spec).token());
    }

    /** Commits files to a branch, as a push would, and returns the id of the pipeline; null without a CI file. */
    public @Nullable Long commit(long project, String branch, Map<String, String> files) throws IOException {
        Project target = parts.state().locked(() -> project(project));
        return triggers.commit(target, branch, "Change", files).pipeline();
    }

    /** Makes a pipeline of one CI file on {@code main} and returns its id. */
    public long pipeline(long project, String ciFile) throws IOException {
        Long pipeline = commit(project, "main", Map.of(".gitlab-ci.yml", ciFile));
        if (pipeline == null) {
            throw new IllegalStateException("A commit with a CI file made no pipeline");
        }
        return pipeline;
    }

    public PipelineResult pipeline(long id) {
        return parts.state().locked(() -> PipelineResult.of(find(id)));
    }

    /** Waits until a pipeline has ended, at most so long, and tells where it stands then. */
    public PipelineResult awaitEnd(long id, Duration limit) throws InterruptedException {
        parts.state().await(limit, () -> find(id).status().completed());
        return pipeline(id);
    }

    /**
     * Cancels as the button does.
     *
     * @param force at once, though the runner could do it gracefully
     */
    public void cancelJob(long id, boolean force) {
        parts.state().locked(() -> parts.flow().cancel(job(id), force));
    }

    /** A job's log so far. */
    public byte[] trace(long job) {
        return parts.state().locked(() -> job(job)).trace().read(0);
    }

    /** What a clock does once a second: drops jobs whose time is over. */
    public void enforceClocks() {
        parts.state().locked(parts.running()::enforceClocks);
    }

    private Project project(long id) {
        return parts.state().project(Long.toString(id)).orElseThrow();
    }

    private Pipeline find(long id) {
        return parts.state().pipeline(id).orElseThrow();
    }

    private Job job(long id) {
        return parts.state().job(id).orElseThrow();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        parts.state().close();
        front.close();
        parts.webhooks().close();
        parts.repositories().close();
    }
}
