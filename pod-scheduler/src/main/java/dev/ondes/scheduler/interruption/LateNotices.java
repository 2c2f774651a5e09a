package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.NodeNotice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Losses that nothing explains yet. A job's loss and its node's notice come by two ways, and either may be first: an end that
 * would be told as "vanished" waits a little for the reason, and one that was told already is at least counted. Thread-safe.
 */
final class LateNotices {
    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Duration patience;
    private final Map<String, Instant> waitingSince = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Deque<Loss> unexplained = new ArrayDeque<>();

    record Loss(long jobId, String jobClass, String node, Instant at) {}

    LateNotices(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    synchronized Duration left(JobPod pod) {
        Instant now = clock.instant();
        Instant end = waitingSince.computeIfAbsent(pod.uid(), _ -> now).plus(patience);
        return now.isBefore(end) ? Duration.between(now, end) : Duration.ZERO;
    }

    synchronized void lost(JobPod pod, EndReason reason, Instant at) {
        waitingSince.remove(pod.uid());
        String node = pod.facts().node();
        if (reason == EndReason.NODE_LOST && node != null) {
            unexplained.addLast(new Loss(pod.jobId(), pod.job().jobClass(), node, at));
            if (unexplained.size() > REMEMBERED) {
                unexplained.removeFirst();
            }
        }
    }

    /** Those that the notice explains; they are told once. */
    synchronized List<Loss> explainedBy(NodeNotice notice) {
        List<Loss> explained = unexplained.stream()
                .filter(loss -> loss.node().equals(notice.node()) && notice.explains(loss.at()))
                .toList();
        unexplained.removeAll(explained);
        return explained;
    }
}
