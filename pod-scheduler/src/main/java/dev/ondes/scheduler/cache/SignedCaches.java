package dev.ondes.scheduler.cache;

import dev.ondes.contracts.pod.CacheAccess;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.settings.CacheSettings;
import dev.ondes.scheduler.settings.CacheSettings.OfClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Signs requests for the objects of a job's caches and for nothing else, so that no credentials reach a pod and a running job needs
 * nobody here. What a job can reach is its own project's, of its own class or of all. Thread-safe; keeps nothing.
 */
public final class SignedCaches implements JobCaches {
    /** S3's own limit for signed requests. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final String NOT_NOW = "the platform can't sign requests for its cache storage at the moment";

    private static final Logger LOG = Logger.getLogger(SignedCaches.class);

    private final CacheSettings settings;
    private final Signer signer;

    public SignedCaches(CacheSettings settings, Signer signer) {
        this.settings = settings;
        this.signer = signer;
    }

    @Override
    public List<CacheAccess> of(String jobClass, Map<String, String> variables, String image, JobPayload payload) {
        Optional<OfClass> own = Optional.ofNullable(settings.classes().get(jobClass));
        Optional<String> bucket = own.flatMap(OfClass::bucket).or(settings::bucket);
        if (bucket.isEmpty() || payload.cache().isEmpty()) {
            return List.of();
        }
        String prefix = own.flatMap(OfClass::prefix).or(settings::prefix).orElse("");
        var names = ObjectNames.of(prefix, jobClass, settings.shared());
        var known = KnownVariables.of(variables, payload, image);
        return payload.cache().stream()
                .map(cache -> access(CachePlan.of(cache, payload, known), bucket.get(), names, payload))
                .toList();
    }

    private CacheAccess access(CachePlan plan, String bucket, ObjectNames names, JobPayload payload) {
        return switch (plan) {
            case CachePlan.Refused(var key, var why) -> new CacheAccess.Refused(key, why);
            case CachePlan.Wanted wanted -> signed(wanted, bucket, names, payload);
        };
    }

    private CacheAccess signed(CachePlan.Wanted wanted, String bucket, ObjectNames names, JobPayload payload) {
        long project = payload.jobInfo().projectId();
        if (project <= 0) {
            return new CacheAccess.Refused(wanted.key(), "GitLab did not say which project the job is of");
        }
        try {
            Signer.Round round = signer.begin(bucket, lifetime(payload));
            return new CacheAccess.Granted(
                    wanted.key(),
                    wanted.restore().stream()
                            .map(key -> new CacheAccess.Source(key, round.get(names.name(project, key))))
                            .toList(),
                    wanted.save() ? round.put(names.name(project, wanted.key())) : null,
                    round.until());
        } catch (UnsignedException e) {
            if (e.first()) {
                LOG.warn(LogLine.of("jobs get no caches: requests can't be signed")
                        .job(payload.id())
                        .with(LogKey.DETAIL, e.getMessage()));
            }
            return new CacheAccess.Refused(wanted.key(), NOT_NOW);
        }
    }

    private Duration lifetime(JobPayload payload) {
        Duration wanted = payload.runnerInfo().timeout().plus(settings.margin());
        return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
    }
}
