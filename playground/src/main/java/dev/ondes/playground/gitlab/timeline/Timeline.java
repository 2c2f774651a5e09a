package dev.ondes.playground.gitlab.timeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.pipelines.Assignment;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.JobState;
import dev.ondes.playground.gitlab.pipelines.Observer;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * Every change of status, every piece of log, and what else was noted, in order, each with the time in nanoseconds.
 * The newest 50 000 are kept. Thread-safe.
 */
public final class Timeline implements Observer {
    private static final int KEPT = 50_000;

    private final GitLabState state;
    private final ArrayDeque<ObjectNode> events = new ArrayDeque<>();
    private long last;

    public Timeline(GitLabState state) {
        this.state = state;
    }

    @Override
    public void job(Job job) {
        JobState now = job.state();
        ObjectNode event = event("job", job).put("status", now.status().wire());
        Assignment on = now.on();
        if (on != null) {
            event.put("runner", on.runner().id()).put("system_id", on.manager().systemId());
        }
        if (now.failureReason() != null) {
            event.put("failure_reason", now.failureReason());
        }
        if (now.exitCode() != null) {
            event.put("exit_code", now.exitCode());
        }
        add(event);
    }

    @Override
    public void pipeline(Pipeline pipeline) {
        add(event("pipeline")
                .put("pipeline", pipeline.id())
                .put("status", pipeline.status().wire()));
    }

    @Override
    public void note(String name, Job job, Map<String, Object> details) {
        ObjectNode event = event(name, job);
        details.forEach((key, value) -> event.set(key, Json.tree(value)));
        add(event);
    }

    private ObjectNode event(String name, Job job) {
        return event(name)
                .put("job", job.id())
                .put("name", job.definition().name())
                .put("pipeline", job.pipeline().id());
    }

    private ObjectNode event(String name) {
        Instant now = state.now();
        return Json.object()
                .put("event", name)
                .put("at", now.toString())
                .put("epoch_nanos", now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }

    private synchronized void add(ObjectNode event) {
        events.add(event.put("seq", ++last));
        if (events.size() > KEPT) {
            events.removeFirst();
        }
    }

    /**
     * Oldest first.
     *
     * @param after only those with a greater {@code seq}
     */
    public synchronized List<ObjectNode> events(long after) {
        return events.stream()
                .filter(event -> event.path("seq").asLong() > after)
                .toList();
    }
}
