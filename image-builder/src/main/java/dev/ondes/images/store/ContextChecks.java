package dev.ondes.images.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.context.check.CheckedContext;
import dev.ondes.context.check.ContextCheck;
import dev.ondes.context.check.EntryConsumer;
import dev.ondes.context.check.Refusal;
import dev.ondes.context.check.RefusedContextException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads a stored context once from its first byte to its last, before a builder sees it: whether it is what was announced, and
 * clean. A good verdict is noted beside it, with the object's tag, so that an unchanged context isn't read again. What is no context
 * is taken out of the store, so that a good one can be uploaded in its place. Of each project one is read at a time, so that none keeps
 * the others from building. Thread-safe; may be done again at any time.
 */
public final class ContextChecks {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Raised when the rules get stricter: older verdicts count no longer then. */
    private static final int RULES = 1;
    /** Each unpacks gigabytes: more at once are slower, and leave nothing for answers. */
    private static final int MOST_AT_ONCE = 4;

    private final Bucket bucket;
    private final Contexts contexts;
    private final ContextCheck check;
    private final OneAtATime verdicts = new OneAtATime();
    private final OneAtATime projects = new OneAtATime();
    private final Semaphore atOnce = new Semaphore(MOST_AT_ONCE, true);

    public ContextChecks(Bucket bucket, Contexts contexts, StoreSettings settings) {
        this.bucket = bucket;
        this.contexts = contexts;
        this.check = new ContextCheck(settings.contextLimits());
    }

    /** What stands in the note. */
    record Verdict(int rules, String etag, CheckedContext context) {}

    /**
     * Checks it.
     *
     * @param dockerfile its path in the context
     * @throws RefusedContextException when no builder may see it
     * @throws StoreException of reason {@link StoreReason#MISSING}, {@link StoreReason#TRUNCATED}, {@link StoreReason#WRONG_HASH}, or
     *     what went wrong in S3
     */
    public CheckedContext check(ContextId id, String dockerfile) throws RefusedContextException {
        try (var _ = verdicts.of(id.verdictKey(dockerfile))) {
            return checkAlone(id, dockerfile);
        }
    }

    private CheckedContext checkAlone(ContextId id, String dockerfile) throws RefusedContextException {
        StoredContext stored = contexts.find(id)
                .orElseThrow(() -> new StoreException(StoreReason.MISSING, "context " + id.tarSha256()));
        String note = id.verdictKey(dockerfile);
        Optional<Verdict> known = bucket.text(note)
                .flatMap(ContextChecks::read)
                .filter(verdict -> verdict.rules() == RULES && verdict.etag().equals(stored.etag()));
        if (known.isPresent()) {
            return known.get().context();
        }
        stored.announcedSize()
                .filter(size -> size != stored.size())
                .ifPresent(size -> refuse(id, StoreReason.TRUNCATED, stored.size() + " bytes instead of " + size));
        Verdict verdict = read(id, dockerfile);
        CheckedContext context = verdict.context();
        if (!context.tarSha256().equals(id.tarSha256())) {
            refuse(id, StoreReason.WRONG_HASH, "its tar has SHA-256 " + context.tarSha256());
        }
        stored.announced()
                .filter(Predicate.not(context.sha256()::equals))
                .ifPresent(_ -> refuse(id, StoreReason.WRONG_HASH, "its gzip has SHA-256 " + context.sha256()));
        bucket.write(note, write(verdict));
        return context;
    }

    private Verdict read(ContextId id, String dockerfile) throws RefusedContextException {
        try (var _ = projects.of(Long.toString(id.project()))) {
            atOnce.acquireUninterruptibly();
            try {
                return readNow(id, dockerfile);
            } finally {
                atOnce.release();
            }
        }
    }

    private Verdict readNow(ContextId id, String dockerfile) throws RefusedContextException {
        try (ResponseInputStream<GetObjectResponse> archive = contexts.open(id)) {
            CheckedContext context = check.check(archive, dockerfile, EntryConsumer.NONE);
            return new Verdict(RULES, archive.response().eTag(), context);
        } catch (RefusedContextException e) {
            if (isOfTheContext(e.refusal())) {
                contexts.delete(id);
            }
            throw e;
        } catch (SocketTimeoutException e) {
            throw new StoreException(StoreReason.SLOW, "while the context was read", e);
        } catch (IOException e) {
            throw new StoreException(StoreReason.UNREACHABLE, "while the context was read: " + e.getMessage(), e);
        }
    }

    /** Another request may name another Dockerfile of the same context. */
    private static boolean isOfTheContext(Refusal refusal) {
        return !refusal.name().startsWith("DOCKERFILE_");
    }

    private void refuse(ContextId id, StoreReason reason, String detail) {
        contexts.delete(id);
        throw new StoreException(reason, detail);
    }

    private static Optional<Verdict> read(String note) {
        try {
            return Optional.of(JSON.readValue(note, Verdict.class));
        } catch (JsonProcessingException e) {
            // Of another version: as good as none.
            return Optional.empty();
        }
    }

    private static String write(Verdict verdict) {
        try {
            return JSON.writeValueAsString(verdict);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
