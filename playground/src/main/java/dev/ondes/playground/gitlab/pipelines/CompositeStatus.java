package dev.ondes.playground.gitlab.pipelines;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * One status for several jobs, as GitLab composes it ({@code Gitlab::Ci::Status::Composite}): for a pipeline, and for what
 * stands before a job. Pure.
 */
final class CompositeStatus {
    /** A job's status with its permission to fail worked in. */
    private enum Part {
        CREATED,
        MANUAL,
        PENDING,
        RUNNING,
        CANCELING,
        SUCCESS,
        FAILED,
        CANCELED,
        SKIPPED,
        WARNING,
        IGNORED
    }

    private final Set<Part> parts = EnumSet.noneOf(Part.class);

    private CompositeStatus(Collection<JobState> states) {
        states.forEach(state -> parts.add(part(state)));
    }

    /** Of a pipeline, a stage, or of all jobs in earlier stages. */
    static CiStatus of(Collection<JobState> states) {
        return new CompositeStatus(states).compose();
    }

    /** Of the jobs that one job names in {@code needs}: it is skipped where one of them didn't run at all. */
    static CiStatus ofNeeds(Collection<JobState> states) {
        var composite = new CompositeStatus(states);
        return composite.any(Part.SKIPPED) || composite.any(Part.IGNORED) ? CiStatus.SKIPPED : composite.compose();
    }

    private static Part part(JobState state) {
        if (state.allowFailure()) {
            if (state.status() == CiStatus.FAILED || state.status() == CiStatus.CANCELED) {
                return Part.WARNING;
            }
            if (state.status() == CiStatus.MANUAL) {
                return Part.IGNORED;
            }
        }
        return Part.valueOf(state.status().name());
    }

    private CiStatus compose() {
        if (parts.isEmpty()) {
            return CiStatus.SUCCESS;
        }
        if (only(Part.SKIPPED, Part.IGNORED)) {
            return CiStatus.SKIPPED;
        }
        if (only(Part.SUCCESS, Part.SKIPPED, Part.WARNING, Part.IGNORED)) {
            return CiStatus.SUCCESS;
        }
        if (only(Part.CREATED, Part.WARNING, Part.IGNORED)) {
            return CiStatus.CREATED;
        }
        if (only(Part.CANCELED, Part.SUCCESS, Part.SKIPPED, Part.WARNING, Part.IGNORED)) {
            return CiStatus.CANCELED;
        }
        if (only(Part.PENDING, Part.CREATED, Part.SKIPPED, Part.WARNING, Part.IGNORED)) {
            return CiStatus.PENDING;
        }
        if (any(Part.RUNNING) || any(Part.PENDING)) {
            return CiStatus.RUNNING;
        }
        if (any(Part.MANUAL)) {
            return CiStatus.MANUAL;
        }
        if (any(Part.CREATED)) {
            return CiStatus.RUNNING;
        }
        return any(Part.CANCELING) ? CiStatus.CANCELING : CiStatus.FAILED;
    }

    private boolean any(Part part) {
        return parts.contains(part);
    }

    private boolean only(Part... allowed) {
        return Set.of(allowed).containsAll(parts);
    }
}
