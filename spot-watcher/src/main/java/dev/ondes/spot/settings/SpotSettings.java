package dev.ondes.spot.settings;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.kubernetes.lead.LeaderSettings;
import dev.ondes.kubernetes.lead.LeaseSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of the core under {@code ondes.spot}; detectors have groups of their own. An unknown key stops the start. */
@ConfigMapping(prefix = "ondes.spot")
public interface SpotSettings extends LeaderSettings {
    /** node-detector's. */
    Duration DETECTORS_PATIENCE = Duration.ofSeconds(4);

    /** Where the Lease is. */
    String leaseNamespace();

    /** Holds the token that detectors show; without it nothing is taken by HTTP. */
    Optional<Path> tokenFile();

    /** Kind of notice to mode: {@code ondes.spot.modes.rebalance-recommended=observe}. */
    Map<String, Mode> modes();

    /** Labels that a node must have, {@code key} or {@code key=value}, to be looked after. */
    Optional<List<String>> managedLabels();

    /** Only logs what it would do. */
    @WithDefault("false")
    boolean dryRun();

    /** How long the broker may take to confirm before the node is cordoned without waiting for it. */
    @WithDefault("PT2S")
    Duration cordonWithoutBrokerAfter();

    /** How long a source waits for the confirm before it is told to say it again: shorter than a detector waits for an answer. */
    @WithDefault("PT3S")
    Duration publishPatience();

    /** A deadline that moves by less is the same. */
    @WithDefault("PT30S")
    Duration deadlineTolerance();

    /** Deadline of a spot interruption on GCP, where the metadata doesn't say one. */
    @WithDefault("PT30S")
    Duration gcpNotice();

    @WithDefault("NO_SCHEDULE")
    TaintEffect taintEffect();

    /** Whether the node gets the condition {@code OndesTermination}: one more call per node. */
    @WithDefault("true")
    boolean condition();

    /** Whether the label that takes the node out of load balancers is set. */
    @WithDefault("false")
    boolean excludeFromLoadBalancers();

    /** Whether a drained node gets {@code node.kubernetes.io/out-of-service}, so that volumes move at once. */
    @WithDefault("false")
    boolean outOfServiceTaint();

    /** Maintenance that is due later and after which the machine is back: no new pods at once, but a drain only so long before it. */
    @WithDefault("PT10M")
    Duration maintenanceDrainBefore();

    /** A drain without a deadline is given up after this. */
    @WithDefault("PT15M")
    Duration drainLimit();

    /** So long before the deadline the drain no longer waits for the broker, and CI jobs are evicted with {@code drain-all}. */
    @WithDefault("PT30S")
    Duration forceBefore();

    /** Whether what a disruption budget holds is deleted {@link #forceBefore} the deadline. */
    @WithDefault("false")
    boolean forceDelete();

    /** A rebalance recommendation that nothing followed is taken back after this. */
    @WithDefault("PT30M")
    Duration rebalanceTimeout();

    /** Calls to the API server per second; urgent nodes first. */
    @WithDefault("100")
    int apiCallsPerSecond();

    /** Limit of one request to the API server. */
    @WithDefault("PT5S")
    Duration kubernetesRequestLimit();

    /** Kubernetes events on nodes. */
    @WithDefault("true")
    boolean nodeEvents();

    /** Kubernetes events on CI pods of such nodes. */
    @WithDefault("true")
    boolean podEvents();

    Webhook webhook();

    /** Tells people. */
    interface Webhook {
        /** Holds the address, which is a secret: who knows it may post. Nobody is told without it. */
        Optional<Path> urlFile();

        @WithDefault("SLACK")
        Form form();

        /** The body, instead of a form; {@code ${node}} and the like are replaced. */
        Optional<Path> templateFile();

        /** {@code Name: value}, one per line. */
        Optional<Path> headersFile();

        /** {@code host:port} of an HTTP proxy. */
        Optional<String> proxy();

        @WithDefault("PT5S")
        Duration timeout();

        @WithDefault("4")
        int attempts();
    }

    /** What a webhook's body looks like. */
    enum Form {
        SLACK,
        PLAIN
    }

    /** Of the taint that says why a node goes away. */
    enum TaintEffect {
        NO_SCHEDULE("NoSchedule"),
        PREFER_NO_SCHEDULE("PreferNoSchedule"),
        NO_EXECUTE("NoExecute");

        private final String wire;

        TaintEffect(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    /** The modes of all kinds. */
    default Modes allModes() {
        Map<NoticeKind, Mode> chosen = new EnumMap<>(NoticeKind.class);
        modes().forEach((kind, mode) -> {
            NoticeKind known = NoticeKind.ofWire(kind);
            if (known == NoticeKind.UNKNOWN && !kind.equals(NoticeKind.UNKNOWN.wire())) {
                throw new IllegalArgumentException("ondes.spot.modes." + kind
                        + ": there is no such kind of notice; there is, for example, spot-interruption");
            }
            chosen.put(known, mode);
        });
        return new Modes(chosen);
    }

    /**
     * What no single value shows.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    default void check() {
        LeaseSettings.check("ondes.spot", this);
        if (publishPatience().compareTo(cordonWithoutBrokerAfter()) <= 0) {
            throw new IllegalArgumentException("ondes.spot.publish-patience (" + publishPatience()
                    + ") must be longer than cordon-without-broker-after (" + cordonWithoutBrokerAfter() + ")");
        }
        if (publishPatience().compareTo(DETECTORS_PATIENCE) >= 0) {
            throw new IllegalArgumentException("ondes.spot.publish-patience (" + publishPatience()
                    + ") must be shorter than 4s, such as 3s: a detector waits no longer for an answer, and would not hear that"
                    + " it is to say it again");
        }
        if (apiCallsPerSecond() < 1) {
            throw new IllegalArgumentException(
                    "ondes.spot.api-calls-per-second must be at least 1, and rather 50 or more");
        }
        var _ = allModes();
    }
}
