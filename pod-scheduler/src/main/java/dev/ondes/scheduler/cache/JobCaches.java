package dev.ondes.scheduler.cache;

import dev.ondes.contracts.pod.CacheAccess;
import dev.ondes.gitlab.JobPayload;
import java.util.List;
import java.util.Map;

/** Says what a job's agent may do with the job's caches. */
@FunctionalInterface
public interface JobCaches {
    /** Of an installation without cache storage. */
    JobCaches NONE = (_, _, _, _) -> List.of();

    /**
     * One for each of the payload's caches, in their order; none where the class has no cache storage. Never fails: what can't be
     * had now is refused, and the job goes on without.
     *
     * @param variables of the class
     * @param image of the build container
     */
    List<CacheAccess> of(String jobClass, Map<String, String> variables, String image, JobPayload payload);
}
