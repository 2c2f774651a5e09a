package dev.ondes.scheduler.create;

import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.cluster.Hindrance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * What keeps classes from their pods, by class. What only an operator can mend is said once as {@code system.failure} and in the
 * log, with the fix, and shown by the health check while it lasts. Thread-safe.
 */
public final class Obstacles {
    private static final Logger LOG = Logger.getLogger(Obstacles.class);
    /** Waiting jobs meet it again sooner; when none waits any more, nobody knows whether it is still there. */
    private static final Duration HOLDS = Duration.ofMinutes(1);

    private final Announcements say;
    private final Clock clock;
    /** When each was met last. */
    private final Map<Obstacle, Instant> met = new ConcurrentHashMap<>();

    private record Obstacle(String jobClass, Hindrance by) {}

    public Obstacles(Announcements say, Clock clock) {
        this.say = say;
        this.clock = clock;
    }

    void met(String jobClass, Hindrance by, String why) {
        if (by.fix() == null || met.put(new Obstacle(jobClass, by), clock.instant()) != null) {
            return;
        }
        LOG.error(LogLine.of("jobs of the class get no pods until somebody helps")
                .jobClass(jobClass)
                .with(LogKey.REASON, by.wire())
                .with(LogKey.FIX, by.fix())
                .why(why));
        try {
            say.failure(by.wire(), jobClass, jobClass, why + "; " + by.fix());
        } catch (PublishException e) {
            LOG.warn(LogLine.of("could not say the failure").jobClass(jobClass).why(e.getMessage()));
        }
    }

    void passed(String jobClass) {
        met.keySet().removeIf(one -> one.jobClass().equals(jobClass) && one.by().passesWithAPod());
    }

    /** Classes that an operator must help now, and the words for what they lack. */
    Map<String, String> toMend() {
        Instant oldest = clock.instant().minus(HOLDS);
        Map<String, String> found = new TreeMap<>();
        met.forEach((one, at) -> {
            if (!at.isBefore(oldest)) {
                found.merge(one.jobClass(), one.by().wire(), (some, more) -> some + ", " + more);
            }
        });
        return found;
    }
}
