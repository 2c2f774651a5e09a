package dev.ondes.images.outside;

import dev.ondes.context.check.RefusedContextException;
import dev.ondes.context.fetch.Reasons;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.port.Contexts;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.store.ContextChecks;
import dev.ondes.images.store.ContextId;
import dev.ondes.images.store.SignedRequest;
import dev.ondes.images.store.StoreException;

/** Contexts in S3. */
public final class StoredContexts implements Contexts {
    private final dev.ondes.images.store.Contexts contexts;
    private final ContextChecks checks;

    public StoredContexts(dev.ondes.images.store.Contexts contexts, ContextChecks checks) {
        this.contexts = contexts;
        this.checks = checks;
    }

    @Override
    public void require(long project, String tarSha256, String dockerfile) {
        var id = new ContextId(project, tarSha256);
        try {
            if (!contexts.use(id)) {
                throw new RefusedException(BuildReason.CONTEXT_MISSING, "context " + tarSha256);
            }
            checks.check(id, dockerfile);
        } catch (RefusedContextException e) {
            throw new RefusedException(Reasons.of(e.refusal()), String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            throw refused(e);
        }
    }

    @Override
    public Download download(long project, String tarSha256) {
        try {
            SignedRequest signed = contexts.download(new ContextId(project, tarSha256));
            return new Download(signed.url(), signed.expiresAt());
        } catch (StoreException e) {
            throw refused(e);
        }
    }

    /** What a fault of the store is to a build. */
    public static RefusedException refused(StoreException e) {
        return new RefusedException(reason(e), String.valueOf(e.getMessage()));
    }

    private static BuildReason reason(StoreException e) {
        return switch (e.reason()) {
            case MISSING, UPLOAD_GONE -> BuildReason.CONTEXT_MISSING;
            case TOO_LARGE -> BuildReason.CONTEXT_TOO_LARGE;
            case TRUNCATED, WRONG_HASH, WRONG_PARTS, ALREADY_THERE -> BuildReason.CONTEXT_INVALID;
            case UNREACHABLE,
                    SLOW,
                    BUSY,
                    BROKEN,
                    CONFLICT,
                    NO_CREDENTIALS,
                    WRONG_CREDENTIALS,
                    EXPIRED,
                    FORBIDDEN,
                    CLOCK_SKEW,
                    NO_BUCKET,
                    NOT_SUPPORTED,
                    REFUSED -> BuildReason.CONTEXT_UNAVAILABLE;
        };
    }
}
