package dev.ondes.playground.gitlab.pipelines;

import dev.ondes.playground.gitlab.ci.CiJob;

/** What becomes of a created job once all before it has ended. Pure; GitLab's {@code Ci::ProcessBuildService}. */
enum Due {
    NOT_YET,
    NOW,
    BY_HAND,
    NEVER;

    /** Decides by the composite status of what stands before the job. */
    static Due of(CiJob job, CiStatus before) {
        if (!before.completed()) {
            return NOT_YET;
        }
        boolean byNeeds = job.needs() != null;
        return switch (job.when()) {
            case ON_SUCCESS -> fine(before, byNeeds) ? NOW : NEVER;
            case MANUAL -> fine(before, byNeeds) ? BY_HAND : NEVER;
            case ON_FAILURE -> before == CiStatus.FAILED ? NOW : NEVER;
            case ALWAYS -> before == CiStatus.CANCELED ? NEVER : NOW;
            case NEVER -> NEVER;
        };
    }

    private static boolean fine(CiStatus before, boolean byNeeds) {
        return before == CiStatus.SUCCESS || (before == CiStatus.SKIPPED && !byNeeds);
    }
}
