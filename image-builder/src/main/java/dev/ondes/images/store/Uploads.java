package dev.ondes.images.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * How contexts get into the store: straight from who has them, by requests that we sign. Keeps nothing itself: an upload in parts is
 * noted in the store under the hash of its bytes, so that any replica goes on with it after any restart. Thread-safe; each call may
 * be made again.
 */
public final class Uploads {
    /** Joining gigabytes takes S3 its time, during which it says nothing. */
    private static final Duration JOIN_LIMIT = Duration.ofMinutes(10);

    private final Bucket bucket;
    private final Contexts contexts;
    private final long partSize;
    private final long limit;
    private final Duration lifetime;
    private final Clock clock;

    public Uploads(Bucket bucket, Contexts contexts, StoreSettings settings, Clock clock) {
        this.bucket = bucket;
        this.contexts = contexts;
        this.partSize = settings.partSize().asLongValue();
        this.limit = settings.contextLimit().asLongValue();
        this.lifetime = settings.uploadLifetime();
        this.clock = clock;
    }

    /**
     * Says how to upload it, or that nothing needs to be. Asked again, it says what is still missing.
     *
     * @throws StoreException of reason {@link StoreReason#TOO_LARGE}, or what S3 said
     */
    public Upload begin(Offer offer) {
        if (offer.size() > limit) {
            throw new StoreException(StoreReason.TOO_LARGE, offer.size() + " bytes, and " + limit + " are allowed");
        }
        if (contexts.use(offer.context())) {
            return new Upload.Present();
        }
        return offer.size() < partSize ? new Upload.Whole(whole(offer)) : inParts(offer);
    }

    private SignedRequest whole(Offer offer) {
        return bucket.sign(signer -> signer.presignPutObject(sign -> sign.signatureDuration(lifetime)
                .putObjectRequest(put -> put.bucket(bucket.name())
                        .key(offer.context().key())
                        .contentLength(offer.size())
                        .checksumSHA256(base64(offer.sha256()))
                        .metadata(metadata(offer))
                        .ifNoneMatch("*"))));
    }

    private Upload inParts(Offer offer) {
        Begun begun = bucket.text(noteOf(offer))
                .flatMap(id -> sizesOfParts(offer, id).map(sizes -> new Begun(id, sizes)))
                .orElseGet(() -> new Begun(create(offer), Map.of()));
        List<Upload.Part> missing = new ArrayList<>();
        List<Integer> present = new ArrayList<>();
        Instant expiresAt = clock.instant().plus(lifetime);
        int number = 1;
        for (long from = 0; from < offer.size(); from += partSize, number++) {
            long size = Math.min(partSize, offer.size() - from);
            if (begun.sizes().getOrDefault(number, -1L) == size) {
                present.add(number);
            } else {
                missing.add(new Upload.Part(number, size, part(offer, begun.uploadId(), number, size)));
            }
        }
        return new Upload.InParts(begun.uploadId(), partSize, missing, present, expiresAt);
    }

    /** An upload that S3 knows, and the sizes of the parts that it has. */
    private record Begun(String uploadId, Map<Integer, Long> sizes) {}

    private static String noteOf(Offer offer) {
        return offer.context().uploadKey(offer.sha256());
    }

    private String create(Offer offer) {
        String id = bucket.call(s3 -> s3.createMultipartUpload(create ->
                        create.bucket(bucket.name()).key(offer.context().key()).metadata(metadata(offer))))
                .uploadId();
        bucket.write(noteOf(offer), id);
        return id;
    }

    private SignedRequest part(Offer offer, String uploadId, int number, long size) {
        UploadPartRequest part = UploadPartRequest.builder()
                .bucket(bucket.name())
                .key(offer.context().key())
                .uploadId(uploadId)
                .partNumber(number)
                .contentLength(size)
                .build();
        return bucket.sign(signer -> signer.presignUploadPart(
                sign -> sign.signatureDuration(lifetime).uploadPartRequest(part)));
    }

    /** Empty where S3 doesn't know the upload any more. */
    private Optional<Map<Integer, Long>> sizesOfParts(Offer offer, String uploadId) {
        Map<Integer, Long> sizes = new HashMap<>();
        try {
            bucket.call(s3 -> {
                s3.listPartsPaginator(list -> list.bucket(bucket.name())
                                .key(offer.context().key())
                                .uploadId(uploadId))
                        .parts()
                        .forEach(part -> sizes.put(part.partNumber(), part.size()));
                return sizes;
            });
            return Optional.of(sizes);
        } catch (StoreException e) {
            if (isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** S3 doesn't know the upload: it was given up, or is joined already. */
    private static boolean isGone(StoreException failure) {
        return failure.reason() == StoreReason.UPLOAD_GONE || failure.reason() == StoreReason.MISSING;
    }

    /**
     * Joins the parts. Those that were present need not be named again: S3 knows their tags. Somebody else may join the same, or have
     * joined them when our answer got lost: what was no context at the first look may be one at the end.
     *
     * @param sent parts that the caller sent, with the tags it got for them
     * @throws StoreException of reason {@link StoreReason#UPLOAD_GONE}, {@link StoreReason#WRONG_PARTS} or another
     */
    public void complete(ContextId context, String uploadId, List<Upload.Sent> sent) {
        if (contexts.find(context).isPresent()) {
            return;
        }
        try {
            join(context, uploadId, sent);
        } catch (StoreException e) {
            boolean isJoined = e.reason() == StoreReason.ALREADY_THERE
                    || (isGone(e) && contexts.find(context).isPresent());
            if (!isJoined) {
                throw e;
            }
        }
    }

    private void join(ContextId context, String uploadId, List<Upload.Sent> sent) {
        Map<Integer, String> tags = new TreeMap<>();
        bucket.call(s3 -> {
            s3.listPartsPaginator(list ->
                            list.bucket(bucket.name()).key(context.key()).uploadId(uploadId))
                    .parts()
                    .forEach(part -> tags.put(part.partNumber(), part.eTag()));
            return tags;
        });
        for (Upload.Sent part : sent) {
            String known = tags.get(part.number());
            if (known == null || !unquoted(known).equals(unquoted(part.etag()))) {
                throw new StoreException(StoreReason.WRONG_PARTS, "part " + part.number() + " is not what was sent");
            }
        }
        List<CompletedPart> parts = tags.entrySet().stream()
                .map(tag -> CompletedPart.builder()
                        .partNumber(tag.getKey())
                        .eTag(tag.getValue())
                        .build())
                .toList();
        bucket.call(s3 -> s3.completeMultipartUpload(complete -> complete.bucket(bucket.name())
                .key(context.key())
                .uploadId(uploadId)
                .ifNoneMatch("*")
                .multipartUpload(whole -> whole.parts(parts))
                .overrideConfiguration(
                        limits -> limits.apiCallTimeout(JOIN_LIMIT).apiCallAttemptTimeout(JOIN_LIMIT))));
    }

    /** Gives an upload in parts up, and the room that its parts take. */
    public void abort(Offer offer) {
        bucket.text(noteOf(offer)).ifPresent(uploadId -> {
            bucket.call(s3 -> s3.abortMultipartUpload(abort ->
                    abort.bucket(bucket.name()).key(offer.context().key()).uploadId(uploadId)));
            bucket.call(
                    s3 -> s3.deleteObject(delete -> delete.bucket(bucket.name()).key(noteOf(offer))));
        });
    }

    private static Map<String, String> metadata(Offer offer) {
        return Map.of(
                Contexts.TAR_SHA256, offer.context().tarSha256(),
                Contexts.SHA256, offer.sha256(),
                Contexts.SIZE, Long.toString(offer.size()));
    }

    private static String base64(String hex) {
        return java.util.Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }
}
