package dev.ondes.playground.gitlab.pipelines;

import dev.ondes.playground.gitlab.ci.CiJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that GitLab remembers. Every read and change of projects, runners, pipelines and jobs happens inside
 * {@link #locked}; what it hands out must not be used outside.
 */
public final class GitLabState {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Observer> observers = new CopyOnWriteArrayList<>();
    private final Map<Long, Project> projects = new LinkedHashMap<>();
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Map<Long, Runner> runners = new LinkedHashMap<>();
    private final Map<Long, Pipeline> pipelines = new LinkedHashMap<>();
    private final Map<Long, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Job> jobsByToken = new LinkedHashMap<>();
    private final TreeMap<Long, Job> unfinished = new TreeMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final Path folder;
    private volatile Limits limits;
    private boolean closed;
    // Apart from each other, so that one id taken for another is seen at once.
    private long lastProject = 0;
    private long lastRunner = 10;
    private long lastPipeline = 100;
    private long lastJob = 1000;

    /**
     * Nothing is there yet.
     *
     * @param folder for logs and artifacts; must be there
     */
    public GitLabState(Clock clock, Path folder, Limits limits) {
        this.clock = clock;
        this.folder = folder;
        this.limits = limits;
    }

    public <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    public void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Waits, at most so long, until a change makes the condition true; tells whether it is. */
    public boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!condition.getAsBoolean() && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return condition.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** What Workhorse does with a job request: waits while the runner's queue value stays the same. */
    public boolean awaitQueueChange(Runner runner, String lastUpdate) throws InterruptedException {
        lock.lock();
        try {
            long left = limits.longPoll().toNanos();
            while (runner.queueValue().equals(lastUpdate) && left > 0 && !closed) {
                left = runner.queueChanged().awaitNanos(left);
            }
            return !runner.queueValue().equals(lastUpdate);
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting. */
    public void close() {
        locked(() -> {
            closed = true;
            changed.signalAll();
            runners.values().forEach(runner -> runner.queueChanged().signalAll());
        });
    }

    public void observe(Observer observer) {
        observers.add(observer);
    }

    public Instant now() {
        return clock.instant();
    }

    public Limits limits() {
        return limits;
    }

    public void limits(Limits changedLimits) {
        limits = changedLimits;
    }

    /** Of every project. */
    public Map<String, Variable> variables() {
        return variables;
    }

    public Project createProject(String path) {
        var project = new Project(++lastProject, path, now());
        projects.put(project.id(), project);
        return project;
    }

    /** By id or full path. */
    public Optional<Project> project(String idOrPath) {
        return projects.values().stream()
                .filter(project -> project.path().equals(idOrPath)
                        || Long.toString(project.id()).equals(idOrPath))
                .findFirst();
    }

    public List<Project> projects() {
        return List.copyOf(projects.values());
    }

    /**
     * A new runner with a random token.
     *
     * @param prefix {@code glrt-}, or {@code glrtr-} for one that came with a registration token
     */
    public Runner createRunner(String prefix, RunnerSpec spec) {
        var runner = new Runner(++lastRunner, prefix + secret(), spec, now(), queueValue(), lock.newCondition());
        runners.put(runner.id(), runner);
        return runner;
    }

    public void changeRunner(Runner runner, RunnerSpec spec) {
        runner.spec(spec);
        runner.tick(queueValue());
    }

    public void deleteRunner(Runner runner) {
        runners.remove(runner.id());
        runner.tick(queueValue());
    }

    public Optional<Runner> runner(long id) {
        return Optional.ofNullable(runners.get(id));
    }

    public Optional<Runner> runnerOfToken(String token) {
        return runners.values().stream()
                .filter(runner -> runner.token().equals(token))
                .findFirst();
    }

    public List<Runner> runners() {
        return List.copyOf(runners.values());
    }

    public Optional<Pipeline> pipeline(long id) {
        return Optional.ofNullable(pipelines.get(id));
    }

    /** All jobs, oldest first. */
    public List<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    public Optional<Job> job(long id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Empty for an unknown token; the job may have ended. */
    public Optional<Job> jobOfToken(String token) {
        return Optional.ofNullable(jobsByToken.get(token));
    }

    Pipeline addPipeline(Project project, Pipeline.Origin origin, List<String> stages, @Nullable String yamlErrors) {
        var pipeline = new Pipeline(++lastPipeline, project, origin, stages, yamlErrors, now());
        pipelines.put(pipeline.id(), pipeline);
        project.pipelines().add(pipeline);
        return pipeline;
    }

    Job addJob(Pipeline pipeline, CiJob definition, int retries) {
        long id = ++lastJob;
        var job =
                new Job(id, "glcbt-1_" + secret(), pipeline, definition, retries, new Trace(file(id, "trace")), now());
        pipeline.jobs().add(job);
        jobs.put(id, job);
        jobsByToken.put(job.token(), job);
        unfinished.put(id, job);
        observers.forEach(observer -> observer.job(job));
        return job;
    }

    /** The one way a job gets a new status. */
    void change(Job job, JobState next) {
        job.state(next);
        job.touched(now());
        if (next.status().completed()) {
            unfinished.remove(job.id());
        } else {
            unfinished.put(job.id(), job);
        }
        if (next.status() == CiStatus.PENDING) {
            runners.values().stream()
                    .filter(runner -> runner.spec().matches(job))
                    .forEach(runner -> runner.tick(queueValue()));
        }
        observers.forEach(observer -> observer.job(job));
        changed.signalAll();
    }

    void pipelineChanged(Pipeline pipeline) {
        observers.forEach(observer -> observer.pipeline(pipeline));
        changed.signalAll();
    }

    void note(String event, Job job, Map<String, Object> details) {
        observers.forEach(observer -> observer.note(event, job, details));
        changed.signalAll();
    }

    /** Oldest first. */
    List<Job> jobsThatAre(CiStatus status) {
        var found = new ArrayList<Job>();
        unfinished.values().stream().filter(job -> job.status() == status).forEach(found::add);
        return found;
    }

    /** Where a file of a job lies. */
    public Path file(long job, String name) {
        try {
            return Files.createDirectories(folder.resolve(Long.toString(job))).resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String queueValue() {
        byte[] value = new byte[32];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    private String secret() {
        byte[] value = new byte[15];
        random.nextBytes(value);
        return Base64.getUrlEncoder().encodeToString(value);
    }
}
