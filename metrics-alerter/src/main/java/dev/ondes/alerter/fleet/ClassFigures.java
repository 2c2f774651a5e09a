package dev.ondes.alerter.fleet;

import dev.ondes.contracts.job.CapacityType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One class at one moment.
 *
 * @param pending jobs that wait in GitLab, by why
 * @param stale those of them of which nothing was heard for so long that nobody knows
 * @param oldestPending since when the oldest of them waits that is surely pending: those of which nothing was heard for long don't count
 * @param starting taken, script not begun
 * @param running by capacity; those whose capacity nobody said, or that may long be over, under {@code runningUnknown}
 * @param waitingLonger how many that have not begun wait for longer than each of {@link #WAITING}
 * @param stuck that neither begin nor end
 * @param ended how jobs ended in each of the windows that were asked for
 */
public record ClassFigures(
        String jobClass,
        Map<PendingState, Integer> pending,
        int stale,
        Optional<Instant> oldestPending,
        int starting,
        Map<CapacityType, Integer> running,
        int runningUnknown,
        List<Integer> waitingLonger,
        List<Job> stuck,
        Map<Duration, Outcomes> ended) {
    /** Ages that jobs which have not begun are counted by. */
    public static final List<Duration> WAITING = List.of(
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    /** All that wait in GitLab. */
    public int allPending() {
        return pending.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Those of them of which it is known that they wait. */
    public int surelyPending() {
        return allPending() - stale;
    }

    public int allRunning() {
        return runningUnknown
                + running.values().stream().mapToInt(Integer::intValue).sum();
    }

    public Outcomes ended(Duration window) {
        return ended.getOrDefault(window, Outcomes.NONE);
    }
}
