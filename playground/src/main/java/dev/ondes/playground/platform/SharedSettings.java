package dev.ondes.playground.platform;

import dev.ondes.playground.images.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each service of a run is told: the settings of its properties file.
 *
 * @param amqp the broker
 * @param classes the file of job classes, with the runners' tokens
 * @param keys the file of the key ring
 * @param prices the file of what nodes cost
 */
record SharedSettings(URI amqp, Path classes, Path keys, Path prices) {
    /** For a service that needs nothing but the broker. */
    Map<String, String> broker() {
        return Map.of("ondes.amqp.url", amqp.toString());
    }

    /**
     * @param folder for its data
     * @param hookSecret the file of the webhooks' secret
     * @param accessToken the file of the owner's access token
     */
    Map<String, String> dispatcher(Path folder, Path hookSecret, Path accessToken) {
        Map<String, String> settings = common();
        settings.put("ondes.dispatcher.webhook-secret-file", hookSecret.toString());
        settings.put("ondes.dispatcher.access-token-file", accessToken.toString());
        settings.put("ondes.dispatcher.spool-directory", folder.resolve("spool").toString());
        settings.put(
                "ondes.dispatcher.system-id-file", folder.resolve("system-id").toString());
        // A long poll that waits at the end of a run would hold it up.
        settings.put("ondes.dispatcher.stop.poll-patience", "PT1S");
        return settings;
    }

    /**
     * @param name its identity in the election
     * @param namespace of the lease
     * @param lease how long a dead leader keeps it
     * @param caches the store of jobs' caches; null for none
     */
    Map<String, String> scheduler(
            String name, String namespace, Path kubeconfig, Duration lease, @Nullable ObjectStore caches) {
        Map<String, String> settings = common();
        settings.put("ondes.scheduler.kubeconfig", kubeconfig.toString());
        settings.put("ondes.scheduler.agent-image", "ondes/job-agent:1");
        settings.put("ondes.scheduler.lease-namespace", namespace);
        settings.put("ondes.scheduler.identity", name);
        settings.put("ondes.scheduler.price-file", prices.toString());
        // Nothing is pulled from afar here: what can't be pulled now can't be pulled later.
        settings.put("ondes.scheduler.pull-patience", "PT3S");
        settings.putAll(lease("ondes.scheduler", lease));
        if (caches != null) {
            settings.put("ondes.cache.bucket", ObjectStore.BUCKET);
            settings.put("ondes.cache.prefix", "cache");
            settings.put("ondes.cache.endpoint", caches.server().url().toString());
            settings.put("ondes.cache.path-style", "true");
            settings.put("ondes.cache.credentials-file", caches.credentials().toString());
        }
        return settings;
    }

    /** @param group of the service's settings */
    static Map<String, String> lease(String group, Duration lease) {
        return Map.of(
                group + ".lease-duration",
                lease.toString(),
                group + ".lease-renew-deadline",
                lease.multipliedBy(2).dividedBy(3).toString(),
                group + ".lease-retry-period",
                lease.dividedBy(5).toString());
    }

    private Map<String, String> common() {
        Map<String, String> settings = new LinkedHashMap<>(broker());
        settings.put("ondes.class-file", classes.toString());
        settings.put("ondes.key-ring-file", keys.toString());
        return settings;
    }
}
