package dev.ondes.images.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as a verified token says it. Decisions go by these facts and never by the token's {@code sub}, whose parts each
 * project can choose for itself.
 *
 * @param projectId GitLab's id of the project that the code is from; 0 for a service account
 * @param project the project's path, or {@code namespace/name} of a service account
 * @param namespacePath the project's group, or the service account's namespace
 * @param ref branch or tag
 * @param refType {@code branch} or {@code tag}
 * @param fork whether the code is from another project than the one that runs the job
 * @param tokenId the token's {@code jti}
 */
public record Caller(
        Kind kind,
        String issuer,
        long projectId,
        String project,
        String namespacePath,
        @Nullable String ref,
        @Nullable String refType,
        boolean refProtected,
        boolean fork,
        @Nullable String pipelineSource,
        @Nullable String environment,
        @Nullable String sha,
        @Nullable String jobId,
        @Nullable String pipelineId,
        String tokenId) {

    /** What sort of token it was. */
    public enum Kind {
        GITLAB_JOB,
        SERVICE_ACCOUNT
    }

    /** All that {@link #trust} may be. */
    public static final List<String> TRUSTS = List.of("protected", "unprotected", "fork");

    /** One word for how far the caller is trusted. */
    public String trust() {
        return trusted() ? "protected" : fork ? "fork" : "unprotected";
    }

    /** Whether layers that others wrote for protected refs may be read, and written. */
    public boolean trusted() {
        return !fork && (refProtected || kind == Kind.SERVICE_ACCOUNT);
    }
}
