package dev.ondes.playground.gitlab.pipelines;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A project and its settings. Guarded by {@link GitLabState}'s lock. */
public final class Project {
    private final long id;
    private final String path;
    private final Instant createdAt;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Set<Long> tokenAllowlist = new HashSet<>();
    private final List<Pipeline> pipelines = new ArrayList<>();
    private String defaultBranch = "main";
    private boolean visibleToAll;
    private boolean cancelsRedundant;
    private Duration timeout = Duration.ofHours(1);
    private int depth = 20;

    Project(long id, String path, Instant createdAt) {
        this.id = id;
        this.path = path;
        this.createdAt = createdAt;
    }

    public long id() {
        return id;
    }

    /** Full path, such as {@code group/project}. */
    public String path() {
        return path;
    }

    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public String namespace() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Its own variables by key, for change. */
    public Map<String, Variable> variables() {
        return variables;
    }

    /** Projects whose job tokens may read this one, for change. */
    public Set<Long> tokenAllowlist() {
        return tokenAllowlist;
    }

    /** Oldest first. */
    public List<Pipeline> pipelines() {
        return pipelines;
    }

    public String defaultBranch() {
        return defaultBranch;
    }

    public void defaultBranch(String branch) {
        defaultBranch = branch;
    }

    public boolean visibleToAll() {
        return visibleToAll;
    }

    public void visibleToAll(boolean visible) {
        visibleToAll = visible;
    }

    /** GitLab's setting "auto-cancel redundant pipelines". */
    public boolean cancelsRedundant() {
        return cancelsRedundant;
    }

    public void cancelsRedundant(boolean cancels) {
        cancelsRedundant = cancels;
    }

    public Duration timeout() {
        return timeout;
    }

    public void timeout(Duration limit) {
        timeout = limit;
    }

    /** Default of {@code GIT_DEPTH}; 0 is the whole history. */
    public int depth() {
        return depth;
    }

    public void depth(int commits) {
        depth = commits;
    }
}
