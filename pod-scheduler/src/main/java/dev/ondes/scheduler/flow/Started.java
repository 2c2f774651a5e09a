package dev.ondes.scheduler.flow;

import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.pods.JobPod;

/** Says {@code job.started} once per attempt, also for scripts that ended before the watch could show them running. */
final class Started {
    private static final int REMEMBERED = 10_000;

    private final Announcements say;
    private final Ended<String> said = new Ended<>(REMEMBERED);

    Started(Announcements say) {
        this.say = say;
    }

    void look(JobPod pod) {
        AgentReport report = pod.facts().report();
        boolean began = pod.facts().scriptRuns() || (report != null && report.scriptStarted());
        if (began && !said.contains(pod.uid())) {
            say.started(pod);
            said.add(pod.uid());
        }
    }
}
