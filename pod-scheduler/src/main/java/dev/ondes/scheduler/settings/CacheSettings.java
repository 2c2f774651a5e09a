package dev.ondes.scheduler.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The settings under {@code ondes.cache}: where jobs keep what they want to find again. An unknown key stops the start. */
@ConfigMapping(prefix = "ondes.cache")
public interface CacheSettings {
    /** Where the caches of all classes are that name no other bucket; without any, jobs have no caches. */
    Optional<String> bucket();

    /** Begin of all objects' names, such as {@code ci/cache}. */
    Optional<String> prefix();

    @WithDefault("us-east-1")
    String region();

    /** An S3 elsewhere than at its region's public address: as jobs' pods reach it. */
    Optional<URI> endpoint();

    /** The bucket in the path instead of in the host's name, as most S3-compatible servers want it. */
    @WithDefault("false")
    boolean pathStyle();

    /** Credentials as AWS' own tools find them are used without it. A properties file: {@code access-key=…}, {@code secret-key=…}. */
    Optional<Path> credentialsFile();

    /** How long credentials last that AWS gives this pod's service account; as long as the role allows. */
    Optional<Duration> roleSession();

    /** Whether the classes of a bucket see each other's caches: those of one project, that is. */
    @WithDefault("false")
    boolean shared();

    /** How much longer than a job's timeout its requests are valid: it waits for a node and an image first, and uploads last. */
    @WithDefault("PT3H")
    Duration margin();

    /** What is different for a class, by its name. */
    Map<String, OfClass> classes();

    /** What a class may have of its own. */
    interface OfClass {
        Optional<String> bucket();

        Optional<String> prefix();
    }

    /**
     * What no single value shows.
     *
     * @param known names of the job classes
     * @throws IllegalArgumentException naming key and fix
     */
    default void check(Collection<String> known) {
        bucket().ifPresent(bucket -> name("ondes.cache.bucket", bucket));
        prefix().ifPresent(prefix -> prefix("ondes.cache.prefix", prefix));
        classes().forEach((name, own) -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("ondes.cache.classes." + name + " names no class of the class file;"
                        + " there are " + String.join(", ", known));
            }
            own.bucket().ifPresent(bucket -> name("ondes.cache.classes." + name + ".bucket", bucket));
            own.prefix().ifPresent(prefix -> prefix("ondes.cache.classes." + name + ".prefix", prefix));
            if (own.bucket().or(this::bucket).isEmpty()) {
                throw new IllegalArgumentException("ondes.cache.classes." + name
                        + " has no bucket: name one there, or in" + " ondes.cache.bucket for all classes");
            }
        });
        if (margin().compareTo(Duration.ofMinutes(10)) < 0 || margin().compareTo(Duration.ofDays(6)) > 0) {
            throw new IllegalArgumentException("ondes.cache.margin must be from 10 minutes to 6 days, such as 3h");
        }
        roleSession().ifPresent(session -> {
            if (session.compareTo(Duration.ofMinutes(15)) < 0 || session.compareTo(Duration.ofHours(12)) > 0) {
                throw new IllegalArgumentException(
                        "ondes.cache.role-session must be from 15 minutes to 12 hours: AWS gives no other");
            }
        });
    }

    private static void name(String key, String bucket) {
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException(key + " '" + bucket + "' is no bucket's name, such as ci-cache");
        }
    }

    private static void prefix(String key, String prefix) {
        if (!prefix.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?")
                || prefix.length() > 200) {
            throw new IllegalArgumentException(key + " '" + prefix
                    + "' must be names with / between them, such as ci/cache, of at most 200 characters");
        }
    }
}
