package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is counted: each thing once, however often it is said, and of the journal's current day only. Called by the model's one
 * writer.
 */
public interface FleetCounts {
    /** A new day (UTC) began in the journal: all begins at 0. */
    void newDay();

    /** The script of a job began for the first time, and since when it had been pending is known. */
    void started(String jobClass, Duration queued, @Nullable String trace);

    void finished(JobFinished job, @Nullable String trace);

    /** An attempt was lost and another one follows. */
    void rescheduled(String jobClass, EndReason reason);

    /** A job lost its node. */
    void interrupted(LossCause cause, String jobClass);

    /** Pods ran for nothing. */
    void wasted(String jobClass, String cause, Duration time);

    void noticed(TerminationNotice notice);

    void built(BuildDone build);

    void failed(SystemFailure failure);

    /** An event that says it happens much later than now. */
    void fromTheFuture();

    /** Something was left out because there is no room, not because it was old. */
    void forgotten(int jobs);

    /** Counts nothing. */
    FleetCounts NONE = new FleetCounts() {
        @Override
        public void newDay() {}

        @Override
        public void started(String jobClass, Duration queued, @Nullable String trace) {}

        @Override
        public void finished(JobFinished job, @Nullable String trace) {}

        @Override
        public void rescheduled(String jobClass, EndReason reason) {}

        @Override
        public void interrupted(LossCause cause, String jobClass) {}

        @Override
        public void wasted(String jobClass, String cause, Duration time) {}

        @Override
        public void noticed(TerminationNotice notice) {}

        @Override
        public void built(BuildDone build) {}

        @Override
        public void failed(SystemFailure failure) {}

        @Override
        public void fromTheFuture() {}

        @Override
        public void forgotten(int jobs) {}
    };
}
