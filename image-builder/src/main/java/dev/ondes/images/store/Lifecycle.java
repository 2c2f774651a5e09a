package dev.ondes.images.store;

import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

/**
 * Rules of the bucket that clear away what is old: contexts, verdicts, notes and parts of uploads, logs. Put there at start, beside
 * rules of others, which stay. Where that can't be done it is said, and the service runs on.
 */
public final class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);
    private static final String OURS = "ondes-";
    private static final int DAYS_OF_PARTS = 2;

    private final Bucket bucket;
    private final StoreSettings settings;

    public Lifecycle(Bucket bucket, StoreSettings settings) {
        this.bucket = bucket;
        this.settings = settings;
    }

    /** What came of it. */
    public enum Outcome {
        PUT,
        UNCHANGED,
        SWITCHED_OFF,
        NOT_SUPPORTED,
        FAILED
    }

    public Outcome put() {
        if (!settings.lifecycle()) {
            return Outcome.SWITCHED_OFF;
        }
        try {
            List<LifecycleRule> present = present();
            List<LifecycleRule> wanted = wanted(present);
            if (wanted.equals(present)) {
                return Outcome.UNCHANGED;
            }
            bucket.call(s3 -> s3.putBucketLifecycleConfiguration(
                    put -> put.bucket(bucket.name()).lifecycleConfiguration(rules -> rules.rules(wanted))));
            return Outcome.PUT;
        } catch (StoreException e) {
            LOG.warn(LogLine.of("old contexts and logs are not cleared away")
                    .with(LogKey.SUBJECT, bucket.name())
                    .why(e.getMessage())
                    .with(LogKey.FIX, "give the bucket rules by hand, and set ondes.store.lifecycle=false"));
            return e.reason() == StoreReason.NOT_SUPPORTED ? Outcome.NOT_SUPPORTED : Outcome.FAILED;
        }
    }

    private List<LifecycleRule> present() {
        try {
            return bucket.call(s3 -> s3.getBucketLifecycleConfiguration(get -> get.bucket(bucket.name())))
                    .rules();
        } catch (StoreException e) {
            // S3 says 404 where there are no rules.
            if (e.reason() == StoreReason.MISSING) {
                return List.of();
            }
            throw e;
        }
    }

    /** Others' rules as they are, then ours. */
    private List<LifecycleRule> wanted(List<LifecycleRule> present) {
        List<LifecycleRule> rules = new ArrayList<>(present.stream()
                .filter(rule -> rule.id() == null || !rule.id().startsWith(OURS))
                .toList());
        rules.add(expire("contexts", Keys.CONTEXTS, settings.keepContexts()));
        rules.add(expire("verdicts", Keys.VERDICTS, settings.keepContexts()));
        rules.add(expire("uploads", Keys.UPLOADS, Duration.ofDays(DAYS_OF_PARTS)));
        rules.add(expire("logs", Keys.LOGS, settings.keepLogs()));
        rules.add(LifecycleRule.builder()
                .id(OURS + "parts")
                .status(ExpirationStatus.ENABLED)
                .filter(all -> all.prefix(Keys.CONTEXTS))
                .abortIncompleteMultipartUpload(abort -> abort.daysAfterInitiation(DAYS_OF_PARTS))
                .build());
        return rules;
    }

    private static LifecycleRule expire(String name, String prefix, Duration after) {
        return LifecycleRule.builder()
                .id(OURS + name)
                .status(ExpirationStatus.ENABLED)
                .filter(objects -> objects.prefix(prefix))
                .expiration(end -> end.days((int) after.plusHours(23).toDays()))
                .build();
    }
}
