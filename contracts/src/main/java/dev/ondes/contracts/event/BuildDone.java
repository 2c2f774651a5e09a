package dev.ondes.contracts.event;

import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.build.BuiltImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a build ended. Said once for each build that was taken, and also, without a build's id, for a
 * {@link BuildRequested} that was refused.
 *
 * @param buildId the request's id where there is no build
 * @param project empty where it isn't known
 * @param attempts how many pods it took
 * @param detail one line for who asked, without secrets
 * @param images one for each destination, when it succeeded
 */
public record BuildDone(
        String buildId,
        @Nullable String requestId,
        String project,
        BuildOutcome outcome,
        BuildReason reason,
        @Nullable String detail,
        @Nullable BuilderKind builder,
        int attempts,
        @Nullable String node,
        List<BuiltImage> images,
        @Nullable BuildTimings timings)
        implements EventData {
    public BuildDone {
        images = List.copyOf(images);
    }

    @Override
    public String subject() {
        return buildId;
    }
}
