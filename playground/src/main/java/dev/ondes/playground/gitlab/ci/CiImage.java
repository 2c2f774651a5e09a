package dev.ondes.playground.gitlab.ci;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The image a job runs in.
 *
 * @param entrypoint empty where the image's own is meant
 * @param user of {@code kubernetes: user}, such as {@code 1000:1000}; null for the image's own
 */
public record CiImage(
        String name,
        List<String> entrypoint,
        List<String> pullPolicies,
        @Nullable String user) {
    static final Set<String> PULL_POLICIES = Set.of("always", "if-not-present", "never");

    public CiImage {
        entrypoint = List.copyOf(entrypoint);
        pullPolicies = List.copyOf(pullPolicies);
    }
}
