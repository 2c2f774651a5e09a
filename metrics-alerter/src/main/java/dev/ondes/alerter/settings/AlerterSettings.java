package dev.ondes.alerter.settings;

import dev.ondes.contracts.alert.Severity;
import dev.ondes.kubernetes.lead.LeaderSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The settings under {@code ondes.alerter}. An unknown key stops the start. */
@ConfigMapping(prefix = "ondes.alerter")
public interface AlerterSettings extends LeaderSettings {

    /** How far back the journal is read at the start; a day and some, so that today's counts are whole. */
    @WithDefault("PT25H")
    Duration replay();

    /** How often rules are looked at. */
    @WithDefault("PT15S")
    Duration evaluateEvery();

    /** How often metrics of the fleet are made anew. */
    @WithDefault("PT0.5S")
    Duration snapshotEvery();

    /** The console's address, for links in messages. */
    Optional<URI> consoleUrl();

    /** GitLab's address: for links to jobs that it did not hand to us (those that it did say it themselves), and to be asked for pending jobs. */
    Optional<URI> gitlabUrl();

    /** PEM file of authorities to be trusted beside the JDK's: by the clients of GitLab, the login, the receivers, mail and the collector. */
    Optional<Path> caFile();

    Reconcile reconcile();

    ConsoleSettings console();

    /** The folder of the runbooks, for links in messages. */
    Optional<URI> runbookUrl();

    /** Settings of rules by their names, such as {@code ondes.alerter.rules.CiJobsPendingTooLong.threshold=1800}. */
    Map<String, RuleSettings> rules();

    /** Times in which people expect trouble, by any name. */
    Map<String, MaintenanceSettings> maintenance();

    /** Who is told, by a name that stands in metrics and events. */
    Map<String, ReceiverSettings> receivers();

    /** Pauses between two tries to tell somebody begin with this. */
    @WithDefault("PT1S")
    Duration retryDelay();

    @WithDefault("PT2M")
    Duration retryDelayMax();

    /** Limit of one request to a receiver. */
    @WithDefault("PT10S")
    Duration requestLimit();

    /** How many messages a receiver gets in ten minutes at most; more wait. */
    @WithDefault("30")
    int messagesPerTenMinutes();

    Histograms histograms();

    /** How many job classes metrics tell apart; more are {@code other}. */
    @WithDefault("200")
    int classes();

    /** How many projects metrics tell apart; 0 for no metrics by project. */
    @WithDefault("0")
    int projects();

    /** Of how many names of jobs metrics tell what they ask for, use and should ask for: those that are wrong by most; 0 for none. */
    @WithDefault("30")
    int sizedJobs();

    /** Where metrics are pushed by OTLP, too, such as {@code http://collector:4318/v1/metrics}. */
    Optional<URI> otlpUrl();

    @WithDefault("PT1M")
    Duration otlpEvery();

    Model model();

    /** The Lease by which one of several replicas sends; without it the broker decides. */
    Optional<String> leaseNamespace();

    /** How GitLab is asked for the jobs that wait there. */
    interface Reconcile {
        /** A token with the scope {@code read_api}; without one GitLab isn't asked. */
        Optional<Path> tokenFile();

        /** Paths of projects that are asked for whether or not anything was heard of them. */
        Optional<Set<String>> projects();

        /** The pause between two rounds. */
        @WithDefault("PT1M")
        Duration every();

        /** Half of what GitLab allows of its lists of jobs. */
        @WithDefault("300")
        int callsPerMinute();
    }

    /** What differs from a standard rule. */
    interface RuleSettings {
        @WithDefault("true")
        boolean enabled();

        Optional<Severity> severity();

        OptionalDouble threshold();

        OptionalDouble clearBelow();

        @WithName("for")
        Optional<Duration> holdsFor();

        Optional<Duration> keepFiringFor();

        /** Other thresholds for some classes or queues. */
        Map<String, Double> classes();
    }

    /** A time in which people expect trouble. */
    interface MaintenanceSettings {
        Instant from();

        Instant until();

        /** All where it isn't set. */
        Optional<Set<String>> alerts();

        /** All where it isn't set. */
        Optional<Set<String>> classes();
    }

    /** Bounds of histograms, in whole seconds. */
    interface Histograms {
        @WithDefault("1s,5s,15s,30s,60s,120s,300s,600s,1800s,3600s")
        List<Duration> queue();

        @WithDefault("1s,5s,15s,60s,120s,300s,600s,1200s,3600s,7200s")
        List<Duration> stage();

        @WithDefault("15s,30s,60s,120s,300s,600s,1200s,3600s")
        List<Duration> build();
    }

    /** How much is held. */
    interface Model {
        @WithDefault("100000")
        int endedJobs();

        @WithDefault("100000")
        int activeJobs();

        @WithDefault("10000")
        int nodes();

        @WithDefault("PT24H")
        Duration keep();

        @WithDefault("PT2H")
        Duration unknownAfter();

        @WithDefault("PT24H")
        Duration forgetAfter();

        /** A job that was taken should have begun by then. */
        @WithDefault("PT30M")
        Duration startWithin();

        /** A job should have ended so long after its timeout. */
        @WithDefault("PT10M")
        Duration endWithin();
    }
}
