package dev.ondes.alerter.reconcile;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Phase;
import dev.ondes.alerter.fleet.Snapshot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which projects are asked for: those that are named, and those that the journal told of. Pure.
 *
 * @param named by their paths
 * @param gitlab jobs of another GitLab are not asked for at this one
 */
record Scope(Set<String> named, String gitlab) {
    private static final int MOST = 10_000;

    Scope {
        named = Set.copyOf(named);
    }

    /** Those first in which a job waits as far as we know. */
    List<String> projects(Snapshot fleet) {
        Set<String> projects = new LinkedHashSet<>();
        active(fleet).filter(job -> job.phase() == Phase.PENDING).forEach(job -> projects.add(job.project()));
        projects.addAll(named);
        active(fleet).forEach(job -> projects.add(job.project()));
        for (Job job : fleet.ended()) {
            if (projects.size() >= MOST) {
                break;
            }
            if (isOurs(job)) {
                projects.add(job.project());
            }
        }
        return projects.stream()
                .filter(project -> !project.isEmpty())
                .limit(MOST)
                .toList();
    }

    private Stream<Job> active(Snapshot fleet) {
        return fleet.active().stream().filter(this::isOurs);
    }

    private boolean isOurs(Job job) {
        return job.gitlab().map(this::isThis).orElse(true);
    }

    private boolean isThis(String url) {
        return withoutSlash(url).equals(withoutSlash(gitlab));
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
