package dev.ondes.images.store;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/** The contexts in the store. Thread-safe; keeps nothing itself. */
public final class Contexts {
    static final String TAR_SHA256 = "tar-sha256";
    static final String SHA256 = "sha256";
    static final String SIZE = "size";
    /** S3 copies within itself, but gigabytes all the same. */
    private static final Duration COPY_LIMIT = Duration.ofMinutes(10);

    private final Bucket bucket;
    private final Duration keep;
    private final Duration downloadLifetime;
    private final Clock clock;

    public Contexts(Bucket bucket, StoreSettings settings, Clock clock) {
        this.bucket = bucket;
        this.keep = settings.keepContexts();
        this.downloadLifetime = settings.downloadLifetime();
        this.clock = clock;
    }

    /** Its HEAD, or empty when it is not there. */
    public Optional<StoredContext> find(ContextId id) {
        try {
            return Optional.of(read(
                    id,
                    bucket.call(s3 ->
                            s3.headObject(head -> head.bucket(bucket.name()).key(id.key())))));
        } catch (StoreException e) {
            if (e.reason() == StoreReason.MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static StoredContext read(ContextId id, HeadObjectResponse head) {
        Map<String, String> metadata = head.metadata();
        return new StoredContext(
                id,
                head.contentLength(),
                Optional.ofNullable(metadata.get(SHA256)),
                Optional.ofNullable(metadata.get(SIZE)).map(Long::valueOf),
                head.eTag(),
                head.lastModified());
    }

    /**
     * Whether it is there, for somebody who is about to use it: one that is past half of its time is written anew in place, so that
     * the bucket's rule does not take it away from under a build.
     */
    public boolean use(ContextId id) {
        Optional<StoredContext> found = find(id);
        found.filter(context -> clock.instant().isAfter(context.lastModified().plus(keep.dividedBy(2))))
                .ifPresent(this::renew);
        return found.isPresent();
    }

    private void renew(StoredContext context) {
        String key = context.id().key();
        bucket.call(s3 -> {
            Map<String, String> metadata =
                    s3.headObject(head -> head.bucket(bucket.name()).key(key)).metadata();
            return s3.copyObject(copy -> copy.sourceBucket(bucket.name())
                    .sourceKey(key)
                    .copySourceIfMatch(context.etag())
                    .destinationBucket(bucket.name())
                    .destinationKey(key)
                    .metadata(metadata)
                    .metadataDirective(MetadataDirective.REPLACE)
                    .overrideConfiguration(
                            limits -> limits.apiCallTimeout(COPY_LIMIT).apiCallAttemptTimeout(COPY_LIMIT)));
        });
    }

    /** Its bytes as they are stored. The caller closes it. */
    public ResponseInputStream<GetObjectResponse> open(ContextId id) {
        return bucket.call(s3 -> s3.getObject(get -> get.bucket(bucket.name()).key(id.key())));
    }

    /** For the builder pod, which has no credentials for S3. */
    public SignedRequest download(ContextId id) {
        return bucket.sign(signer -> signer.presignGetObject(sign -> sign.signatureDuration(downloadLifetime)
                .getObjectRequest(get -> get.bucket(bucket.name()).key(id.key()))));
    }

    /** Takes it out, so that it must be uploaded again. */
    public void delete(ContextId id) {
        bucket.call(s3 -> s3.deleteObject(delete -> delete.bucket(bucket.name()).key(id.key())));
    }
}
