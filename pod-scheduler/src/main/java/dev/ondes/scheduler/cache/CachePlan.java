package dev.ondes.scheduler.cache;

import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobVariables;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one of a job's caches needs of the store, with all variables replaced. */
sealed interface CachePlan {
    String key();

    /**
     * Its keys there.
     *
     * @param restore where it may be, the likeliest first; empty where it is only saved
     */
    record Wanted(String key, List<String> restore, boolean save) implements CachePlan {}

    /**
     * None of it.
     *
     * @param why one clause for the job's user
     */
    record Refused(String key, String why) implements CachePlan {}

    /** As in gitlab-runner: what any job may write must not pass for what only protected branches may. */
    String PROTECTED = "-protected";

    static CachePlan of(JobPayload.Cache cache, JobPayload job, JobVariables variables) {
        String key = variables.expand(cache.key());
        if (key.isBlank()) {
            key = job.jobInfo().name() + "/" + job.gitInfo().ref();
        }
        String unknown = KnownVariables.unknownIn(key);
        if (unknown != null) {
            return new Refused(
                    cache.key(),
                    "its key names " + unknown + ", which only the pod knows; name another variable instead");
        }
        return switch (variables.expand(cache.policy())) {
            case "pull-push" -> new Wanted(key, sources(key, cache, variables), true);
            case "pull" -> new Wanted(key, sources(key, cache, variables), false);
            case "push" -> new Wanted(key, List.of(), true);
            default -> new Refused(key, "its policy must be pull-push, pull or push, and is " + cache.policy());
        };
    }

    private static List<String> sources(String key, JobPayload.Cache cache, JobVariables variables) {
        Set<String> sources = new LinkedHashSet<>();
        sources.add(key);
        sources.addAll(variables.expand(cache.fallbackKeys()));
        String last = variables.get("CACHE_FALLBACK_KEY", "");
        if (!last.endsWith(PROTECTED)) {
            sources.add(last);
        }
        return sources.stream()
                .filter(source -> !source.isBlank() && KnownVariables.unknownIn(source) == null)
                .toList();
    }
}
