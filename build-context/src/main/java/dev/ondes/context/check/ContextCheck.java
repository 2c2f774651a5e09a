package dev.ondes.context.check;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive once, from a stream, and lets pass only what a context may have. Memory doesn't grow with the archive's size, by
 * some 20 bytes with each path. Immutable, for any number of threads.
 *
 * @param limits how much it may be
 */
public record ContextCheck(ContextLimits limits) {

    /**
     * Checks an archive, and hands on what is in it while it does so: a consumer must be ready for the rest to be refused.
     *
     * @param archive a gzip archive; not closed
     * @param dockerfile its path in the context, without a leading slash or dot
     * @throws RefusedContextException when it can't be a context
     * @throws IOException what the archive's source or the consumer threw
     */
    public CheckedContext check(InputStream archive, String dockerfile, EntryConsumer consumer) throws IOException {
        var sent = new SentBytes(archive, limits.compressedBytes());
        try {
            var unpacked = new Unpacked(sent, limits);
            var tar = new TarReader(unpacked, limits.headerBytes());
            var rules = new EntryRules(limits, dockerfile);
            for (@Nullable TarHeader header = tar.next(); header != null; header = tar.next()) {
                @Nullable ContextEntry entry = rules.judge(header);
                if (entry != null) {
                    consumer.take(entry, tar.content());
                }
            }
            tar.finish();
            rules.end();
            if (unpacked.hasRest()) {
                throw new RefusedContextException(Refusal.DATA_AFTER_END);
            }
            return new CheckedContext(
                    unpacked.sha256(), sent.sha256(), sent.count(), unpacked.count(), rules.entries());
        } catch (SentBytes.SourceFailedException e) {
            throw e.source();
        }
    }
}
