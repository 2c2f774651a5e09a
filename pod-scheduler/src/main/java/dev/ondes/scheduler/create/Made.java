package dev.ondes.scheduler.create;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.pods.JobPod;

/** What became of an attempt that was to be made. */
public sealed interface Made {
    /** Pod and Secret are there. */
    record Whole(JobPod pod) implements Made {}

    /** The cluster takes it not now: the same again later. */
    record NotNow(Hindrance by, String why) implements Made {}

    /** No repetition would help, or all of them have for too long: the job ends. A pod that lacks its Secret may be there. */
    record Never(EndReason reason, String detail) implements Made {}
}
