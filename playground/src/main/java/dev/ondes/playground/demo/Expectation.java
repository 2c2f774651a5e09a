package dev.ondes.playground.demo;

import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.process.PlaygroundException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How each job of a pipeline should end, in GitLab's words. A job that is missing, and one that nobody expected, are
 * wrong, too.
 */
public record Expectation(Map<String, String> statusByJob) {
    /** How a job can end at GitLab, or stay. */
    private static final List<String> STATUSES = List.of("success", "failed", "canceled", "skipped", "manual");

    /** What the sample project's pipeline does when all is well: its style check is known to fail. */
    public static final Expectation SAMPLE = new Expectation(ordered(
            "compile", "success",
            "unit-tests", "success",
            "smoke-test", "success",
            "style", "failed",
            "package", "success"));

    /** The same where images can be built. */
    static final Expectation SAMPLE_WITH_IMAGES = SAMPLE.with("build-image").with("run-image");

    private Expectation with(String job) {
        Map<String, String> map = new LinkedHashMap<>(statusByJob);
        map.put(job, "success");
        return new Expectation(map);
    }

    private static Map<String, String> ordered(String... words) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            map.put(words[i], words[i + 1]);
        }
        return map;
    }

    /** The same, but for one job: a change such as {@code unit-tests=failed}. */
    public Expectation but(String change) {
        String[] parts = change.split("=", 2);
        if (parts.length != 2 || !statusByJob.containsKey(parts[0])) {
            throw new PlaygroundException("--expect " + change + ": say JOB=STATUS with a job of the sample project: "
                    + String.join(", ", statusByJob.keySet()));
        }
        if (!STATUSES.contains(parts[1])) {
            throw new PlaygroundException("--expect " + change + ": no job ends as " + parts[1] + "; say one of "
                    + String.join(", ", STATUSES));
        }
        Map<String, String> map = new LinkedHashMap<>(statusByJob);
        map.put(parts[0], parts[1]);
        return new Expectation(map);
    }

    /** What is otherwise, a sentence each; empty when all is as expected. */
    public List<String> differences(List<CiJob> jobs) {
        List<String> differences = new ArrayList<>();
        Map<String, CiJob> last = new LinkedHashMap<>();
        jobs.forEach(job -> last.put(job.name(), job));
        statusByJob.forEach((name, status) -> {
            CiJob job = last.remove(name);
            if (job == null) {
                differences.add(name + ": expected to end as " + status + ", but the pipeline has no such job");
            } else if (!job.status().equals(status)) {
                differences.add(name + ": expected " + status + ", but it ended as " + job.status()
                        + (job.failureReason().isEmpty() ? "" : " (" + job.failureReason() + ")"));
            }
        });
        last.forEach(
                (name, job) -> differences.add(name + ": nobody expected such a job; it ended as " + job.status()));
        return differences;
    }
}
