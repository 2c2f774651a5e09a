package dev.ondes.playground.demo;

import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.EventLog;
import dev.ondes.playground.platform.GitLabApi;
import dev.ondes.playground.process.PlaygroundException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows a pipeline while it runs: each job's log as it comes, line by line. One thread. */
final class PipelineView {
    /** A log grows without any event. */
    private static final Duration AT_LEAST_EVERY = Duration.ofMillis(250);

    private final GitLabApi gitlab;
    private final EventLog events;
    private final Console console;
    private final long project;
    private final long pipeline;
    private final Map<Long, Integer> shown = new HashMap<>();
    private final Map<Long, String> states = new HashMap<>();

    PipelineView(GitLabApi gitlab, EventLog events, Console console, long project, long pipeline) {
        this.gitlab = gitlab;
        this.events = events;
        this.console = console;
        this.project = project;
        this.pipeline = pipeline;
    }

    /** Shows it to its end. @throws PlaygroundException when it doesn't end in time */
    List<CiJob> follow(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            List<CiJob> jobs = gitlab.jobs(project, pipeline);
            jobs.forEach(this::show);
            if (!jobs.isEmpty() && jobs.stream().allMatch(CiJob::ended)) {
                return jobs;
            }
            if (System.nanoTime() > end) {
                throw new PlaygroundException("the pipeline did not end within " + limit.toSeconds() + " s");
            }
            events.awaitNext(AT_LEAST_EVERY);
        }
    }

    private void show(CiJob job) {
        String before = states.put(job.id(), job.status());
        boolean changed = !job.status().equals(before);
        if (changed && job.status().equals("pending")) {
            console.job(job.name(), "(pending)");
        }
        if (job.startedAt() != null && (changed || !job.ended())) {
            showLog(job);
        }
    }

    private void showLog(CiJob job) {
        String log = new String(gitlab.log(project, job.id()), StandardCharsets.UTF_8);
        int from = shown.getOrDefault(job.id(), 0);
        int to = job.ended() ? log.length() : log.lastIndexOf('\n') + 1;
        if (to > from) {
            LogText.lines(log.substring(from, to)).stream()
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> console.job(job.name(), line));
            shown.put(job.id(), to);
        }
    }
}
