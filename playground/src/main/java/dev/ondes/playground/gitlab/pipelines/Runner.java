package dev.ondes.playground.gitlab.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;

/** A runner: a token, settings, and the value that changes when there may be a job for it. Guarded by the lock. */
public final class Runner {
    /** The manager of requests without {@code system_id}. */
    private static final String LEGACY = "<legacy>";

    private final long id;
    private final String token;
    private final Instant createdAt;
    private final Condition queueChanged;
    private final Map<String, RunnerManager> managers = new LinkedHashMap<>();
    private RunnerSpec spec;
    private String queueValue;
    private boolean orphaned;

    Runner(long id, String token, RunnerSpec spec, Instant createdAt, String queueValue, Condition queueChanged) {
        this.id = id;
        this.token = token;
        this.spec = spec;
        this.createdAt = createdAt;
        this.queueValue = queueValue;
        this.queueChanged = queueChanged;
    }

    /** Notes the contact; the first one of a system id makes its manager. */
    public RunnerManager contacted(String systemId, JsonNode info, Instant now) {
        RunnerManager manager =
                managers.computeIfAbsent(systemId.isEmpty() ? LEGACY : systemId, name -> new RunnerManager(name, now));
        manager.contacted(info, now);
        return manager;
    }

    /** GitLab's {@code tick_runner_queue}: wakes long polls. */
    void tick(String value) {
        queueValue = value;
        queueChanged.signalAll();
    }

    public long id() {
        return id;
    }

    public String token() {
        return token;
    }

    public RunnerSpec spec() {
        return spec;
    }

    void spec(RunnerSpec changed) {
        spec = changed;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** By system id, for change. */
    public Map<String, RunnerManager> managers() {
        return managers;
    }

    /** Opaque; told as {@code X-GitLab-Last-Update}. */
    public String queueValue() {
        return queueValue;
    }

    Condition queueChanged() {
        return queueChanged;
    }

    /** Its owner project is gone: it gets no jobs any more. */
    public boolean orphaned() {
        return orphaned;
    }

    public void orphaned(boolean gone) {
        orphaned = gone;
    }
}
