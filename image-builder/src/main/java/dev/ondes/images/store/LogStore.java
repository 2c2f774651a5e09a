package dev.ondes.images.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Logs of builds that have ended. Written as they stream by, with one part's bytes in memory and never more. Writing a log again
 * replaces it. Thread-safe.
 */
public final class LogStore {
    private static final int PART = 5 * 1024 * 1024;
    private static final String TYPE = "text/plain; charset=utf-8";
    private static final Pattern BUILD = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Bucket bucket;

    public LogStore(Bucket bucket) {
        this.bucket = bucket;
    }

    private static String key(String build) {
        if (!BUILD.matcher(build).matches()) {
            throw new IllegalArgumentException("not a build's id");
        }
        return Keys.LOGS + build + ".log";
    }

    /**
     * Keeps a log; it is there whole, or not at all.
     *
     * @param log read to its end, not closed
     * @throws IOException when the log can't be read
     */
    public void keep(String build, InputStream log) throws IOException {
        String key = key(build);
        byte[] first = log.readNBytes(PART);
        if (first.length < PART) {
            bucket.call(s3 -> s3.putObject(
                    put -> put.bucket(bucket.name()).key(key).contentType(TYPE), RequestBody.fromBytes(first)));
            return;
        }
        String upload = bucket.call(s3 -> s3.createMultipartUpload(
                        create -> create.bucket(bucket.name()).key(key).contentType(TYPE)))
                .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (byte[] part = first; part.length > 0; part = log.readNBytes(PART)) {
                parts.add(send(key, upload, parts.size() + 1, part));
            }
            bucket.call(s3 -> s3.completeMultipartUpload(complete -> complete.bucket(bucket.name())
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(whole -> whole.parts(parts))));
        } catch (IOException | RuntimeException e) {
            abort(key, upload, e);
            throw e;
        }
    }

    private CompletedPart send(String key, String upload, int number, byte[] part) {
        var sent = bucket.call(s3 -> s3.uploadPart(
                request ->
                        request.bucket(bucket.name()).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(part)));
        return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build();
    }

    private void abort(String key, String upload, Exception cause) {
        try {
            bucket.call(s3 -> s3.abortMultipartUpload(
                    abort -> abort.bucket(bucket.name()).key(key).uploadId(upload)));
        } catch (StoreException e) {
            // The bucket's rule clears it away.
            cause.addSuppressed(e);
        }
    }

    /** Its length in bytes, or empty when it is not kept. */
    public OptionalLong size(String build) {
        try {
            return OptionalLong.of(bucket.call(s3 ->
                            s3.headObject(head -> head.bucket(bucket.name()).key(key(build))))
                    .contentLength());
        } catch (StoreException e) {
            if (e.reason() == StoreReason.MISSING) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    /**
     * A kept log from some byte on; nothing when it ends there. The caller closes it.
     *
     * @return empty when it is not kept
     */
    public Optional<InputStream> read(String build, long from) {
        OptionalLong size = size(build);
        if (size.isEmpty()) {
            return Optional.empty();
        }
        if (from >= size.getAsLong()) {
            return Optional.of(InputStream.nullInputStream());
        }
        ResponseInputStream<GetObjectResponse> log = bucket.call(s3 ->
                s3.getObject(get -> get.bucket(bucket.name()).key(key(build)).range("bytes=" + from + "-")));
        return Optional.of(log);
    }
}
