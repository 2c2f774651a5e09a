package dev.ondes.playground.gitlab;

import dev.ondes.playground.gitlab.pipelines.CiStatus;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline stood when it was asked for.
 *
 * @param jobs all, those that were run again included
 */
public record PipelineResult(
        long id,
        CiStatus status,
        boolean warnings,
        @Nullable String yamlErrors,
        List<JobResult> jobs) {

    static PipelineResult of(Pipeline pipeline) {
        return new PipelineResult(
                pipeline.id(),
                pipeline.status(),
                pipeline.warnings(),
                pipeline.yamlErrors(),
                pipeline.jobs().stream().map(JobResult::of).toList());
    }

    /** The job of this name that counts. */
    public JobResult job(String name) {
        return jobs.stream()
                .filter(job -> job.name().equals(name) && !job.retried())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no job '" + name + "'"));
    }
}
