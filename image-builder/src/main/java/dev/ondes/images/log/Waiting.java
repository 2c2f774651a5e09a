package dev.ondes.images.log;

import dev.ondes.images.ends.PodReader;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.log.Attempts.Attempt;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Tells one client, once for each pod, that it finds no node and why: else minutes pass without a line. Used by one thread. */
final class Waiting {
    /** A node that is being made for it, or one that is being freed, takes no word. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Clock clock;
    private final Set<String> told = new HashSet<>();

    Waiting(Clock clock) {
        this.clock = clock;
    }

    Optional<String> notice(Attempt attempt) {
        return attempt.pod()
                .filter(this::isLong)
                .flatMap(pod -> Optional.ofNullable(
                        PodReader.read(pod, JobReader.part(pod)).unschedulable()))
                .filter(_ -> told.add(attempt.name()))
                .map(why -> "Ondes: the build waits for a node: " + why);
    }

    private boolean isLong(Pod pod) {
        Instant now = clock.instant();
        return now.isAfter(PodReader.waitingSince(pod).orElse(now).plus(PATIENCE));
    }
}
