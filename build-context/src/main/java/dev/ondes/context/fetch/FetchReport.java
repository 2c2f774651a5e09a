package dev.ondes.context.fetch;

import dev.ondes.contracts.build.BuildReason;
import org.jspecify.annotations.Nullable;

/**
 * How it went: the container's termination message.
 *
 * @param reason null when the context is where it should be
 * @param detail more about the reason, for people; empty for nothing to add
 * @param tarSha256 of an archive
 * @param commit of a repository
 */
public record FetchReport(
        @Nullable BuildReason reason,
        String detail,
        @Nullable String tarSha256,
        @Nullable String commit) {

    static FetchReport fetchedArchive(String tarSha256) {
        return new FetchReport(null, "", tarSha256, null);
    }

    static FetchReport fetchedCommit(String commit) {
        return new FetchReport(null, "", null, commit);
    }

    static FetchReport failed(BuildReason reason, String detail) {
        return new FetchReport(reason, detail, null, null);
    }
}
