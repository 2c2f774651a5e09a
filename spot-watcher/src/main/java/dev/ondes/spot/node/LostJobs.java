package dev.ondes.spot.node;

import dev.ondes.contracts.node.JobOnNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Jobs that nodes took with them a moment ago: a job may be lost before anybody says why. Whoever hears a notice within
 * {@link #REMEMBERED} learns of them, so that the loss gets its cause. Thread-safe.
 */
public final class LostJobs {
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<JobOnNode, Loss> losses = new ConcurrentHashMap<>();

    private record Loss(String node, Instant at) {}

    public LostJobs(Clock clock) {
        this.clock = clock;
    }

    void lost(String node, JobOnNode job) {
        Instant now = clock.instant();
        losses.values().removeIf(loss -> loss.at().isBefore(now.minus(REMEMBERED)));
        losses.putIfAbsent(job, new Loss(node, now));
    }

    /** Lost on that node of late. */
    public List<JobOnNode> on(String node) {
        Instant oldest = clock.instant().minus(REMEMBERED);
        return losses.entrySet().stream()
                .filter(loss -> loss.getValue().node().equals(node))
                .filter(loss -> !loss.getValue().at().isBefore(oldest))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingLong(JobOnNode::jobId))
                .toList();
    }
}
