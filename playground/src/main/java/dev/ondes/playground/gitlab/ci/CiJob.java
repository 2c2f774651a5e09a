package dev.ondes.playground.gitlab.ci;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One job as the file defines it, with {@code extends} and {@code default} applied. Immutable.
 *
 * @param line of its name in the file
 * @param script {@code before_script} and {@code script}
 * @param needs null where the job goes by stages
 * @param dependencies null where the artifacts of all earlier stages are wanted
 * @param idTokens variable of each ID token to its audiences
 * @param secrets variable of each secret to where it is
 */
public record CiJob(
        String name,
        String stage,
        int line,
        List<String> script,
        List<String> afterScript,
        Map<String, CiVariable> variables,
        @Nullable CiImage image,
        List<CiService> services,
        List<String> tags,
        @Nullable List<CiNeed> needs,
        @Nullable List<String> dependencies,
        @Nullable CiArtifacts artifacts,
        List<CiCache> caches,
        AllowFailure allowFailure,
        CiRetry retry,
        @Nullable Duration timeout,
        When when,
        boolean interruptible,
        Map<String, List<String>> idTokens,
        Map<String, CiSecret> secrets) {}
