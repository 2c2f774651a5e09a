package dev.ondes.images.build;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuiltImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a build ended; final.
 *
 * @param detail one line for who asked, without secrets
 */
public record Result(
        BuildReason reason,
        @Nullable String detail,
        List<BuiltImage> images,
        int attempts,
        @Nullable String node,
        BuildTimings timings,
        List<SbomNote> sboms) {
    public Result {
        images = List.copyOf(images);
        // A record of an earlier version has none.
        sboms = sboms == null ? List.of() : List.copyOf(sboms);
    }

    public BuildState state() {
        return switch (reason.outcome()) {
            case SUCCEEDED -> BuildState.SUCCEEDED;
            case CANCELED -> BuildState.CANCELED;
            case FAILED, INVALID, NOT_ALLOWED, SYSTEM_FAILED, TIMED_OUT -> BuildState.FAILED;
        };
    }
}
