package dev.ondes.scheduler.settings;

import dev.ondes.contracts.net.Proxies;
import dev.ondes.kubernetes.lead.LeaderSettings;
import dev.ondes.kubernetes.lead.LeaseSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The settings under {@code ondes.scheduler}. An unknown key stops the start. */
@ConfigMapping(prefix = "ondes.scheduler")
public interface SchedulerSettings extends LeaderSettings {

    /** The image of the agent container. */
    String agentImage();

    /**
     * PEM file of the authorities that GitLab's certificate is checked by: beside the JDK's by this service and by the agent
     * in every pod, in place of its own by git there.
     */
    Optional<Path> gitlabCaFile();

    /** PEM file of the authorities that the agents check certificates of secrets providers by, beside the JDK's. */
    Optional<Path> secretsCaFile();

    /** The proxy by which agents reach GitLab, caches and secrets providers: {@code http://host:port}, without credentials. */
    Optional<String> agentProxy();

    /** What agents reach without it: names (with all that ends in them), addresses, networks; {@code *} is everything. */
    Optional<List<String>> agentNoProxy();

    /** Where the Lease is. */
    String leaseNamespace();

    /** Namespaces to watch beyond those of the class file: of classes that were removed while their jobs ran. */
    Optional<List<String>> namespaces();

    /** How long a node may take until its kubelet says that the agent runs; it keeps silent while it pulls a large image. */
    @WithDefault("PT30M")
    Duration startPatience();

    /** How long an image may fail to be pulled for a reason that may pass. */
    @WithDefault("PT2M")
    Duration pullPatience();

    /** How long after its grace period a deleted pod may still be there before its node counts as lost. */
    @WithDefault("PT60S")
    Duration silentNodeAfter();

    /** What nodes cost; empty where jobs' costs are not to be known. */
    Optional<Path> priceFile();

    /** Whether metrics of costs tell projects apart, the first 500 that come. */
    @WithDefault("false")
    boolean costByProject();

    /** How many failures of a pool, or of a capacity for a class, within the window are too many. */
    @WithDefault("2")
    int poolFailures();

    /** Also the time without a failure after which a pool's next pause is half as long. */
    @WithDefault("PT10M")
    Duration poolWindow();

    /** How long a pool is skipped that keeps failing; doubled each time that it fails again. */
    @WithDefault("PT3M")
    Duration poolPause();

    @WithDefault("PT1H")
    Duration poolLongestPause();
    /** How long the end of a job that lost its node waits for a notice that tells why. */
    @WithDefault("PT5S")
    Duration noticePatience();

    /** How often every job is looked at though nothing happened. */
    @WithDefault("PT60S")
    Duration resync();

    /** Limit of one request to the API server. */
    @WithDefault("PT10S")
    Duration kubernetesRequestLimit();

    /** Limit of one request to GitLab. */
    @WithDefault("PT30S")
    Duration gitlabRequestLimit();

    /**
     * Which proxy agents take for what.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    default Proxies agentProxies() {
        Proxies proxies = agentProxy()
                .map(address -> named("agent-proxy", () -> Proxies.by(address)))
                .orElse(Proxies.NONE);
        return agentNoProxy()
                .map(direct -> named("agent-no-proxy", () -> proxies.except(direct)))
                .orElse(proxies);
    }

    /**
     * What no single value shows; what is missing or no duration, SmallRye tells by itself. Checked by hand: a validator
     * would take a fifth of the start.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    default void check() {
        LeaseSettings.check("ondes.scheduler", this);
        positive("start-patience", startPatience());
        positive("pull-patience", pullPatience());
        positive("silent-node-after", silentNodeAfter());
        positive("notice-patience", noticePatience());
        positive("resync", resync());
        positive("pool-window", poolWindow());
        positive("pool-pause", poolPause());
        if (poolFailures() < 1) {
            throw new IllegalArgumentException("ondes.scheduler.pool-failures must be 1 or more");
        }
        if (poolLongestPause().compareTo(poolPause()) < 0) {
            throw new IllegalArgumentException("ondes.scheduler.pool-longest-pause (" + poolLongestPause()
                    + ") must not be shorter than pool-pause (" + poolPause() + ")");
        }
        agentProxies();
        positive("kubernetes-request-limit", kubernetesRequestLimit());
        positive("gitlab-request-limit", gitlabRequestLimit());
    }

    private static Proxies named(String key, Supplier<Proxies> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ondes.scheduler." + key + " " + e.getMessage(), e);
        }
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("ondes.scheduler." + key + " must be longer than nothing, such as 10s");
        }
    }
}
