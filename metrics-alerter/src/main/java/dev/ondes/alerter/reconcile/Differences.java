package dev.ondes.alerter.reconcile;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Phase;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.gitlab.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the model and GitLab's list of a project's pending jobs differ. Pure. What was heard only just now is left to the next look: a webhook may be
 * on its way, and the list is older than the newest events.
 *
 * @param missed wait, and nobody told us
 * @param confirmed wait as we know, but that was heard so long ago that it would soon not count any more
 * @param vanished we believe that they wait, and GitLab does not list them
 */
record Differences(List<ListedJob> missed, List<ListedJob> confirmed, List<Long> vanished) {
    /** Longer than a webhook takes, and than a look at one project. */
    static final Duration SETTLES = Duration.ofSeconds(30);

    Differences {
        missed = List.copyOf(missed);
        confirmed = List.copyOf(confirmed);
        vanished = List.copyOf(vanished);
    }

    /**
     * Compares.
     *
     * @param listed all of the project's pending jobs
     * @param at when GitLab was first asked for them
     * @param refresh what was heard longer ago is said again
     */
    static Differences of(String project, Snapshot fleet, List<ListedJob> listed, Instant at, Duration refresh) {
        Map<Long, ListedJob> unseen = new HashMap<>();
        listed.forEach(job -> unseen.put(job.id(), job));
        List<ListedJob> missed = new ArrayList<>();
        List<ListedJob> confirmed = new ArrayList<>();
        List<Long> vanished = new ArrayList<>();
        for (Job known : fleet.active()) {
            ListedJob there = unseen.remove(known.id());
            if (there != null) {
                if (known.phase() == Phase.NOT_READY && settled(known.heardLast(), at)) {
                    missed.add(there);
                } else if (known.phase() == Phase.PENDING && known.heardLast().isBefore(at.minus(refresh))) {
                    confirmed.add(there);
                }
            } else if (known.phase() == Phase.PENDING
                    && known.project().equals(project)
                    && settled(known.heardLast(), at)) {
                vanished.add(known.id());
            }
        }
        if (!unseen.isEmpty()) {
            fleet.ended().ids().forEach(unseen::remove);
        }
        unseen.values().stream()
                .filter(job -> job.queuedAt() == null || settled(job.queuedAt(), at))
                .forEach(missed::add);
        return new Differences(missed, confirmed, vanished);
    }

    private static boolean settled(Instant heard, Instant at) {
        return heard.isBefore(at.minus(SETTLES));
    }
}
