package dev.ondes.contracts.event;

import dev.ondes.contracts.build.BuilderKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of the build has a pod whose builder runs.
 *
 * @param project path of the project, or {@code namespace/service account} of a caller from the cluster
 * @param attempt counted from 1
 */
public record BuildStarted(
        String buildId,
        @Nullable String requestId,
        String project,
        BuilderKind builder,
        int attempt,
        @Nullable String node,
        Instant startedAt)
        implements EventData {

    @Override
    public String subject() {
        return buildId;
    }
}
