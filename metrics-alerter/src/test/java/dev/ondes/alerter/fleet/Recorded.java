package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts as lines of text. */
final class Recorded implements FleetCounts {
    final List<String> lines = new ArrayList<>();

    @Override
    public void newDay() {
        lines.add("new day");
    }

    @Override
    public void started(String jobClass, Duration queued, String trace) {
        lines.add("started " + jobClass + " after " + queued.toSeconds());
    }

    @Override
    public void finished(JobFinished job, String trace) {
        lines.add("finished " + job.jobClass() + " " + job.reason().wire());
    }

    @Override
    public void rescheduled(String jobClass, EndReason reason) {
        lines.add("rescheduled " + jobClass + " " + reason.wire());
    }

    @Override
    public void interrupted(LossCause cause, String jobClass) {
        lines.add("interrupted " + jobClass + " " + cause.wire());
    }

    @Override
    public void wasted(String jobClass, String cause, Duration time) {
        lines.add("wasted " + jobClass + " " + cause + " " + time.toSeconds());
    }

    @Override
    public void noticed(TerminationNotice notice) {
        lines.add("noticed " + notice.kind().wire());
    }

    @Override
    public void built(BuildDone build) {
        lines.add("built " + build.reason().wire());
    }

    @Override
    public void failed(SystemFailure failure) {
        lines.add("failed " + failure.service() + " " + failure.kind());
    }

    @Override
    public void fromTheFuture() {
        lines.add("from the future");
    }

    @Override
    public void forgotten(int jobs) {
        lines.add("forgotten " + jobs);
    }
}
