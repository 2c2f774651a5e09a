package dev.ondes.images.store;

import java.util.regex.Pattern;

/**
 * Which context: that of a project with that content. Contexts are shared within a project only, else who guesses a hash would
 * have another's files.
 *
 * @param tarSha256 SHA-256 of the uncompressed tar, in hexadecimal; the gzip's depends on who packed it
 */
public record ContextId(long project, String tarSha256) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public ContextId {
        requireHash(tarSha256, "tarSha256");
        if (project <= 0) {
            throw new IllegalArgumentException("project must be GitLab's id of one, not " + project);
        }
    }

    static void requireHash(String hash, String name) {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException(name + " must be 64 digits of lower-case hexadecimal");
        }
    }

    String key() {
        return Keys.CONTEXTS + project + "/" + tarSha256 + ".tar.gz";
    }

    /** Where the verdict on it is noted, which is also one on its Dockerfile. */
    String verdictKey(String dockerfile) {
        return Keys.VERDICTS + project + "/" + tarSha256 + "/" + Keys.hashed(dockerfile) + ".json";
    }

    /** Where an upload in parts is noted; of these bytes, for parts of others would not fit. */
    String uploadKey(String sha256) {
        return Keys.UPLOADS + project + "/" + tarSha256 + "-" + sha256;
    }
}
