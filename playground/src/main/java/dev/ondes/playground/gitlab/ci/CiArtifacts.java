package dev.ondes.playground.gitlab.ci;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job keeps for others.
 *
 * @param when {@code on_success}, {@code on_failure} or {@code always}
 * @param expireIn as written, such as {@code 1 week}
 * @param reports report type, such as {@code junit}, to its paths
 */
public record CiArtifacts(
        @Nullable String name,
        List<String> paths,
        List<String> exclude,
        boolean untracked,
        String when,
        @Nullable String expireIn,
        Map<String, List<String>> reports) {
    public CiArtifacts {
        paths = List.copyOf(paths);
        exclude = List.copyOf(exclude);
        reports = Map.copyOf(reports);
    }

    /** Whether there is a zip to upload, and not only reports. */
    public boolean archive() {
        return untracked || !paths.isEmpty();
    }
}
