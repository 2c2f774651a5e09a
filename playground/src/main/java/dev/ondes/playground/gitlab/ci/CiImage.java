package dev.ondes.playground.gitlab.ci;

import java.util.List;
import java.util.Set;

/**
 * The image a job runs in.
 *
 * @param entrypoint empty where the image's own is meant
 */
public record CiImage(String name, List<String> entrypoint, List<String> pullPolicies) {
    static final Set<String> PULL_POLICIES = Set.of("always", "if-not-present", "never");

    public CiImage {
        entrypoint = List.copyOf(entrypoint);
        pullPolicies = List.copyOf(pullPolicies);
    }
}
