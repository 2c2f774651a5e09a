package dev.ondes.playground.gitlab.pipelines;

import dev.ondes.playground.gitlab.ci.CiJob;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job: its definition, where it stands, its log and artifacts. Guarded by {@link GitLabState}'s lock. */
public final class Job {
    private final long id;
    private final String token;
    private final Pipeline pipeline;
    private final CiJob definition;
    private final int stageIndex;
    private final Instant createdAt;
    private final int retries;
    private final Trace trace;
    private final Map<String, Artifact> artifacts = new LinkedHashMap<>();
    private final Map<String, String> dotenv = new LinkedHashMap<>();
    private JobState state;
    private boolean retried;
    private Instant touchedAt;
    private Instant tokenExpiresAt = Instant.MAX;
    private Instant watchedUntil = Instant.MIN;
    private @Nullable Instant acceptedAt;
    private int persistingRounds;

    Job(long id, String token, Pipeline pipeline, CiJob definition, int retries, Trace trace, Instant createdAt) {
        this.id = id;
        this.token = token;
        this.pipeline = pipeline;
        this.definition = definition;
        this.stageIndex = pipeline.stages().indexOf(definition.stage());
        this.retries = retries;
        this.trace = trace;
        this.createdAt = createdAt;
        touchedAt = createdAt;
        state = JobState.created(definition.allowFailure());
    }

    public long id() {
        return id;
    }

    /** A secret: also {@code CI_JOB_TOKEN}. */
    public String token() {
        return token;
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    public CiJob definition() {
        return definition;
    }

    public int stageIndex() {
        return stageIndex;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** How many times it was run again before this one. */
    public int retries() {
        return retries;
    }

    public Trace trace() {
        return trace;
    }

    /** By type. */
    public Map<String, Artifact> artifacts() {
        return artifacts;
    }

    /** What its dotenv report says to the jobs that depend on it, for change. */
    public Map<String, String> dotenv() {
        return dotenv;
    }

    public JobState state() {
        return state;
    }

    void state(JobState next) {
        state = next;
    }

    public CiStatus status() {
        return state.status();
    }

    /** A later job of the pipeline took its place. */
    public boolean retried() {
        return retried;
    }

    void replaced() {
        retried = true;
    }

    Instant touchedAt() {
        return touchedAt;
    }

    void touched(Instant now) {
        touchedAt = now;
    }

    public boolean tokenExpired(Instant now) {
        return !now.isBefore(tokenExpiresAt);
    }

    void tokenExpiresAt(Instant end) {
        tokenExpiresAt = end;
    }

    /** Somebody has the log's page open. */
    public boolean watched(Instant now) {
        return now.isBefore(watchedUntil);
    }

    /** The page of the log asks again and again; ten seconds without, and nobody watches. */
    public void watchedAt(Instant now) {
        watchedUntil = now.plusSeconds(10);
    }

    /**
     * Whether a final state must wait because live chunks of the log are still being persisted.
     *
     * @param rounds how many times a job waits
     */
    boolean stillPersisting(int rounds, Instant now) {
        if (acceptedAt == null) {
            acceptedAt = now;
        }
        return persistingRounds++ < rounds && now.isBefore(acceptedAt.plusSeconds(300));
    }
}
