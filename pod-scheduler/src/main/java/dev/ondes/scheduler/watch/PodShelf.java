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
    /** How long the watch may take to show what exists. */
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

    /** We know that it exists; the watch may not have told. */
    public void expect(JobPod pod) {
        change(pod, seen -> seen == null ? new Entry(pod, clock.instant()) : seen);
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

    /** Forgets what was expected and never came, and what was dealt with. */
    public void sweep() {
        Instant oldest = clock.instant().minus(EXPECTED_WITHIN);
        for (Map<String, Entry> pods : jobs.values()) {
            for (Entry entry : pods.values()) {
                boolean neverCame =
                        entry.expectedAt() != null && entry.expectedAt().isBefore(oldest);
                boolean done = entry.pod().facts().gone()
                        && released.contains(entry.pod().uid());
                if (neverCame || done) {
                    change(entry.pod(), _ -> null);
                }
            }
        }
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
