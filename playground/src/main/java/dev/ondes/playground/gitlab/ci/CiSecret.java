package dev.ondes.playground.gitlab.ci;

import org.jspecify.annotations.Nullable;

/**
 * A variable whose value a Vault holds.
 *
 * @param engine kind of the engine that has it
 * @param mount where that is
 * @param file whether the variable holds the path of a file with the value
 * @param token the ID token by which the runner logs in, as the file names it; null for the job's first
 */
public record CiSecret(
        String engine,
        String mount,
        String path,
        String field,
        boolean file,
        @Nullable String token) {}
