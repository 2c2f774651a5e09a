package dev.ondes.contracts.build;

import org.jspecify.annotations.Nullable;

/**
 * Where the files come from: exactly one of both.
 *
 * @param tarSha256 of an uploaded context: the hash of its uncompressed tar, in hex
 */
public record BuildContext(
        @Nullable String tarSha256, @Nullable GitSource git) {

    /** One that was uploaded. */
    public static BuildContext uploaded(String tarSha256) {
        return new BuildContext(tarSha256, null);
    }

    /** A folder of a repository. */
    public static BuildContext git(GitSource git) {
        return new BuildContext(null, git);
    }
}
