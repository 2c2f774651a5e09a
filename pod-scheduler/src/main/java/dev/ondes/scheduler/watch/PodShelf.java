package dev.ondes.scheduler.watch;

import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.pods.JobPod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pods of all jobs as last seen: what the watch told, and what we made or listed that the watch hasn't told yet.
 * Thread-safe; what it gives are snapshots.
 */
public final class PodShelf {
    /** How long the watch may take to show what exists, before somebody asks for it. */
    private static final Duration EXPECTED_WITHIN = Duration.ofSeconds(60);

    private final Clock clock;
    private final Ended<String> released;
    private final Map<Long, Map<String, Entry>> jobs = new ConcurrentHashMap<>();

    /** @param expectedAt when we learnt of it otherwise than by the watch; null once the watch has shown it */
    private record Entry(JobPod pod, @Nullable Instant expectedAt) {}

    public PodShelf(Clock clock, Ended<String> released) {
        this.clock = clock;
        this.released = released;
    }

    /** A job's pods that still ask for something, the latest attempt last. */
    public List<JobPod> of(long jobId) {
        return jobs.getOrDefault(jobId, Map.of()).values().stream()
                .map(Entry::pod)
                .filter(pod -> !released.contains(pod.uid()))
                .sorted(Comparator.comparingInt(JobPod::attempt))
                .toList();
    }

    public List<JobPod> all() {
        List<JobPod> all = new ArrayList<>();
        jobs.keySet().forEach(job -> all.addAll(of(job)));
        return all;
    }

    public Set<Long> jobIds() {
        return all().stream().map(JobPod::jobId).collect(Collectors.toSet());
    }

    /** We know otherwise that it exists; the watch may not have told, or only of what it was before. */
    public void expect(JobPod pod) {
        change(pod, known -> {
            if (known == null) {
                return new Entry(pod, clock.instant());
            }
            boolean news = !known.pod().facts().gone() && known.pod().version() < pod.version();
            return new Entry(news ? pod : known.pod(), known.expectedAt() == null ? null : clock.instant());
        });
    }

    /** The watch shows it. */
    public void seen(JobPod pod) {
        change(pod, _ -> new Entry(pod, null));
    }

    /**
     * It isn't in the cluster any more.
     *
     * @param ours whether it is for us to ask why
     */
    public void vanished(JobPod pod, boolean ours) {
        boolean unexplained = ours && !released.contains(pod.uid()) && !pod.leftOver();
        change(pod, _ -> unexplained ? new Entry(pod.asGone(), null) : null);
    }

    /** A job's pods that the watch should have shown by now. Each keeps its place until somebody has asked for it. */
    List<JobPod> overdue(long jobId) {
        return jobs.getOrDefault(jobId, Map.of()).values().stream()
                .filter(this::isOverdue)
                .map(Entry::pod)
                .toList();
    }

    /** What was expected never came, and isn't there. */
    void forget(JobPod pod) {
        change(pod, known -> known == null || known.expectedAt() != null ? null : known);
    }

    /** Forgets what was dealt with. */
    public void sweep() {
        for (Map<String, Entry> pods : jobs.values()) {
            for (Entry entry : pods.values()) {
                boolean comesNoMore = entry.pod().facts().gone() || isOverdue(entry);
                if (comesNoMore && released.contains(entry.pod().uid())) {
                    change(entry.pod(), _ -> null);
                }
            }
        }
    }

    private boolean isOverdue(Entry entry) {
        Instant at = entry.expectedAt();
        return at != null && at.isBefore(clock.instant().minus(EXPECTED_WITHIN));
    }

    private void change(JobPod pod, java.util.function.UnaryOperator<@Nullable Entry> change) {
        jobs.compute(pod.jobId(), (_, pods) -> {
            Map<String, Entry> known = pods == null ? new ConcurrentHashMap<>() : pods;
            Entry next = change.apply(known.get(pod.uid()));
            if (next == null) {
                known.remove(pod.uid());
            } else {
                known.put(pod.uid(), next);
            }
            return known.isEmpty() ? null : known;
        });
    }
}
