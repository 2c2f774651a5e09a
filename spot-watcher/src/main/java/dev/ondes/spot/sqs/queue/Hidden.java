package dev.ondes.spot.sqs.queue;

import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The messages in our hands, kept hidden from other receivers for as long as that lasts: prolonged when half of the time is
 * over. Thread-safe.
 */
final class Hidden {
    private static final Logger LOG = Logger.getLogger(Hidden.class);

    private final Queue queue;
    private final Duration visibility;
    private final QueueMeters meters;
    private final Clock clock;
    private final Map<Received, Instant> until = new ConcurrentHashMap<>();

    Hidden(Queue queue, Duration visibility, QueueMeters meters, Clock clock) {
        this.queue = queue;
        this.visibility = visibility;
        this.meters = meters;
        this.clock = clock;
    }

    void add(Received message, Instant received) {
        until.put(message, received.plus(visibility));
    }

    void remove(Received message) {
        until.remove(message);
    }

    int size() {
        return until.size();
    }

    List<Received> all() {
        return List.copyOf(until.keySet());
    }

    /** Prolongs what would soon be seen by others; to be called every quarter of the time or so. */
    void prolong() {
        Instant now = clock.instant();
        Instant soon = now.plus(visibility.dividedBy(2));
        List<Received> due = until.entrySet().stream()
                .filter(entry -> entry.getValue().isBefore(soon))
                .map(Map.Entry::getKey)
                .toList();
        for (List<Received> batch : batches(due)) {
            try {
                queue.hide(batch, visibility);
                batch.forEach(message -> until.computeIfPresent(message, (_, _) -> now.plus(visibility)));
            } catch (QueueException e) {
                meters.failed("hide");
                LOG.warn(LogLine.of("messages can't be kept hidden: another replica may take them up too")
                        .with(LogKey.COUNT, batch.size())
                        .why(e.getMessage()));
            }
        }
    }

    static List<List<Received>> batches(List<Received> all) {
        List<List<Received>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += Queue.BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + Queue.BATCH)));
        }
        return batches;
    }
}
