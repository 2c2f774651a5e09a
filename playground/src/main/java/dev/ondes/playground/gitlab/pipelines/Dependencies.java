package dev.ondes.playground.gitlab.pipelines;

import java.time.Instant;
import java.util.List;

/** From which jobs a job gets artifacts. Pure; GitLab's {@code Ci::BuildDependencies}. */
public final class Dependencies {
    private Dependencies() {}

    /** By {@code dependencies}, by {@code needs}, or all of earlier stages. */
    public static List<Job> of(Job job) {
        return job.pipeline().latest().stream()
                .filter(other -> other != job && wants(job, other))
                .toList();
    }

    /** Some were there and are gone: such a job fails instead of being handed out. */
    static boolean missing(Job job, Instant now) {
        return of(job).stream()
                .map(other -> other.artifacts().get("archive"))
                .anyMatch(archive -> archive != null && archive.expired(now));
    }

    private static boolean wants(Job job, Job other) {
        String name = other.definition().name();
        List<String> dependencies = job.definition().dependencies();
        if (dependencies != null && !dependencies.contains(name)) {
            return false;
        }
        return job.definition().needs() == null
                ? other.stageIndex() < job.stageIndex()
                : job.definition().needs().stream().anyMatch(need -> need.job().equals(name) && need.artifacts());
    }
}
