package dev.ondes.playground.gitlab.ci;

import java.util.List;

/**
 * What a job takes over from earlier jobs and leaves to later ones.
 *
 * @param key as written or, where it was to be made of files, as it came out; variables are left to the runner
 * @param policy {@code pull-push}, {@code pull}, {@code push}, or variables that make one
 * @param when {@code on_success}, {@code on_failure} or {@code always}
 * @param unprotect whether protected and other branches share it
 */
public record CiCache(
        String key,
        List<String> paths,
        boolean untracked,
        String policy,
        String when,
        List<String> fallbackKeys,
        boolean unprotect) {
    public CiCache {
        paths = List.copyOf(paths);
        fallbackKeys = List.copyOf(fallbackKeys);
    }
}
