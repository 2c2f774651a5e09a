package dev.ondes.dispatcher.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** What operators may tell the dispatcher. A key that isn't here stops the start. */
@ConfigMapping(prefix = "ondes.dispatcher")
public interface DispatcherSettings {
    /** Folder for jobs between GitLab's answer and the broker's confirm; must outlive the process, and be its own. */
    Path spoolDirectory();

    /** File that keeps this dispatcher's name at GitLab; made at the first start. */
    Path systemIdFile();

    /** File with the secret token of GitLab's webhooks; without it, and without the next one, webhooks are refused. */
    Optional<Path> webhookSecretFile();

    /** File with the signing secret of GitLab's webhooks; where it is set, every webhook must be signed. */
    Optional<Path> webhookSigningSecretFile();

    /**
     * File with an access token of GitLab, scope {@code api}, of somebody who owns the runners: with it, a job whose answer
     * never arrived is run anew at once. Without it GitLab lets such a job stand for an hour.
     */
    Optional<Path> accessTokenFile();

    /** PEM file of authorities that are trusted as to GitLab, beside the JDK's. */
    Optional<Path> gitlabCaFile();

    /** Between two requests where GitLab doesn't hold them. */
    @WithDefault("3s")
    @DurationMin(millis = 100)
    Duration checkInterval();

    /** Between two requests of a runner that GitLab refuses. */
    @WithDefault("5m")
    @DurationMin(seconds = 1)
    Duration refusedInterval();

    /** How long a report of room holds. */
    @WithDefault("15s")
    @DurationMin(seconds = 1)
    Duration reportPatience();

    /** How often GitLab hears of a job that waits for the broker. */
    @WithDefault("30s")
    @DurationMin(seconds = 1)
    Duration keepAlive();

    /** How a stop goes. */
    Stopping stop();

    /** The time limits of a stop. */
    interface Stopping {
        /** How long a request that GitLab holds may go on: its answer may be a job, which would be lost. */
        @WithDefault("60s")
        @DurationMin
        Duration pollPatience();

        /** How long a job may wait for the broker before it is given back to GitLab. */
        @WithDefault("10s")
        @DurationMin
        Duration handOverPatience();
    }
}
