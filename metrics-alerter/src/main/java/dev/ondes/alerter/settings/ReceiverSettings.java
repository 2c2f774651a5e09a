package dev.ondes.alerter.settings;

import dev.ondes.contracts.alert.Severity;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Somebody who is told. */
public interface ReceiverSettings {
    Type type();

    /** Of Alertmanager, each member of a cluster; of PagerDuty where it isn't the usual one. */
    Optional<List<URI>> urls();

    /** Of Slack and webhooks: a secret. */
    Optional<Path> urlFile();

    /** PagerDuty's routing key. */
    Optional<Path> keyFile();

    /** Signs webhooks. */
    Optional<Path> secretFile();

    /** Of e-mail. */
    Optional<List<String>> to();

    /** What is less urgent isn't told. */
    @WithDefault("WARNING")
    Severity least();

    /** Only what hits these classes; all where it isn't set. */
    Optional<Set<String>> classes();

    /** Of Alertmanager: labels that every alert gets, such as {@code cluster}. */
    Map<String, String> labels();

    /** Of Alertmanager: how often it is told what fires. */
    @WithDefault("PT1M")
    Duration resend();

    /** How somebody is told. */
    enum Type {
        ALERTMANAGER,
        SLACK,
        PAGERDUTY,
        WEBHOOK,
        EMAIL
    }
}
