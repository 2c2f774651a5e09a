package dev.ondes.playground.gitlab.ci;

import java.util.List;

/**
 * The image a job runs in.
 *
 * @param entrypoint empty where the image's own is meant
 */
public record CiImage(String name, List<String> entrypoint, List<String> pullPolicies) {
    public CiImage {
        entrypoint = List.copyOf(entrypoint);
        pullPolicies = List.copyOf(pullPolicies);
    }
}
