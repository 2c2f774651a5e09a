package dev.ondes.images.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Looks whether the store can be used: reachable, ours, and its clock like ours. The SDK mends its own clock silently after a
 * refusal, but who holds a presigned URL can't; so a clock that is wrong must be seen here. Thread-safe.
 */
public final class StoreProbe {
    /** S3 refuses from 15 minutes on; presigned URLs live as long by default. */
    static final Duration MOST_SKEW = Duration.ofMinutes(2);

    private final Bucket bucket;
    private final Clock clock;

    public StoreProbe(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    /** What is wrong, if anything is. */
    public Optional<StoreException> look() {
        try {
            Optional<String> date = bucket.call(s3 -> s3.headBucket(head -> head.bucket(bucket.name())))
                    .sdkHttpResponse()
                    .firstMatchingHeader("Date");
            return date.flatMap(this::skew);
        } catch (StoreException e) {
            return Optional.of(e.reason() == StoreReason.MISSING ? noBucket() : e);
        }
    }

    private StoreException noBucket() {
        return new StoreException(StoreReason.NO_BUCKET, bucket.name());
    }

    private Optional<StoreException> skew(String date) {
        Instant there =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        Duration skew = Duration.between(there, clock.instant());
        return skew.abs().compareTo(MOST_SKEW) < 0
                ? Optional.empty()
                : Optional.of(
                        new StoreException(StoreReason.CLOCK_SKEW, "ours is " + skew.toSeconds() + " s ahead of S3's"));
    }
}
