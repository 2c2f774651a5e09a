package dev.ondes.detector.watch;

import dev.ondes.detector.log.Log;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out in which cloud this machine is. Where in none, it says so once and goes on asking, ever more rarely: a metadata
 * service may come up after the node. Used by one thread.
 */
public final class CloudSearch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration AILING_PAUSE = Duration.ofSeconds(1);

    public record Found(Cloud cloud, Identity identity) {}

    private final List<Cloud> clouds;
    private final Pace pace;
    private final Log log;
    private int failures;
    private boolean ailing;

    public CloudSearch(List<Cloud> clouds, Pace pace, Log log) {
        this.clouds = clouds;
        this.pace = pace;
        this.log = log;
    }

    /** Asks each of them once. */
    public Optional<Found> look() {
        ailing = false;
        for (Cloud cloud : clouds) {
            try {
                Optional<Identity> identity = cloud.identify();
                if (identity.isPresent()) {
                    log.say("cloud-found", "", keys(cloud, identity.get()));
                    return Optional.of(new Found(cloud, identity.get()));
                }
            } catch (MetadataException e) {
                ailing |= clouds.size() == 1 || e.trouble() != MetadataException.Trouble.SILENT;
                if (Integer.bitCount(failures + 1) == 1) {
                    log.say(
                            "metadata-failed",
                            String.valueOf(e.getMessage()),
                            Map.of(Log.Key.CLOUD, cloud.provider().wire()));
                }
            }
        }
        failures++;
        if (failures == 1 && !ailing) {
            log.say(
                    "no-cloud",
                    "not on " + names() + ": there is nothing to watch, and it will be asked again now and then");
        }
        return Optional.empty();
    }

    /** How long to wait before the next look: short where a cloud is here but ails. */
    public Duration pause() {
        return ailing
                ? pace.afterFailure(failures, AILING_PAUSE)
                : pace.afterFailure(failures, FIRST_PAUSE, LONGEST_PAUSE);
    }

    private String names() {
        return clouds.isEmpty()
                ? "any cloud, as the settings say"
                : clouds.stream().map(cloud -> cloud.provider().wire()).collect(Collectors.joining(", "));
    }

    private static Map<Log.Key, Object> keys(Cloud cloud, Identity identity) {
        return Map.of(Log.Key.CLOUD, cloud.provider().wire(), Log.Key.INSTANCE, identity.instanceId());
    }
}
