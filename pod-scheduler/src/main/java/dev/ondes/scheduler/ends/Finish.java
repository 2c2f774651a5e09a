package dev.ondes.scheduler.ends;

import dev.ondes.contracts.job.Outcome;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.cost.Bills;
import dev.ondes.scheduler.gitlab.Ending;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * What is done when GitLab knows a job's end: say {@code job.finished}, then let the pod go. In this order, so that a crash
 * in between repeats and never forgets. Each call may be repeated.
 */
public final class Finish {
    private static final Logger LOG = Logger.getLogger(Finish.class);

    private final Cluster cluster;
    private final Announcements say;
    private final Ended<Long> endedJobs;
    private final Ended<String> releasedPods;
    private final Bills bills;
    private final MeterRegistry meters;

    public Finish(
            Cluster cluster,
            Announcements say,
            Ended<Long> endedJobs,
            Ended<String> releasedPods,
            Bills bills,
            MeterRegistry meters) {
        this.cluster = cluster;
        this.say = say;
        this.endedJobs = endedJobs;
        this.releasedPods = releasedPods;
        this.bills = bills;
        this.meters = meters;
    }

    public void job(JobPod pod, Ending ending) {
        if (!endedJobs.contains(pod.jobId())) {
            say.finished(pod, ending, bills.upTo(pod).known().orElse(null));
            bills.count(pod, ending.reason().outcome() == Outcome.SYSTEM_FAILED);
            endedJobs.add(pod.jobId());
            LOG.info(LogLine.of("job ended")
                    .job(pod.jobId(), pod.attempt())
                    .jobClass(pod.job().jobClass())
                    .with(LogKey.REASON, ending.reason().wire())
                    .with(LogKey.NODE, pod.facts().node()));
            meters.counter(
                            "ondes.scheduler.ends",
                            "class",
                            pod.job().jobClass(),
                            "reason",
                            ending.reason().wire(),
                            "outcome",
                            ending.reason().outcome().wire())
                    .increment();
        }
        release(pod);
    }

    /** Takes our finalizer off the pod and deletes it; its Secret goes with it. */
    public void release(JobPod pod) {
        if (!pod.facts().gone()) {
            var key = new Cluster.PodKey(pod.namespace(), pod.name(), pod.uid());
            if (pod.held()) {
                cluster.changeFinalizers(
                        key,
                        pod.finalizers(),
                        pod.finalizers().stream()
                                .filter(finalizer -> !finalizer.equals(PodNames.FINALIZER))
                                .toList());
            }
            boolean nothingRuns = pod.facts().over() && !pod.facts().servicesRun();
            cluster.deletePod(key, nothingRuns || isSilent(pod) ? Duration.ZERO : Duration.ofSeconds(1));
        }
        releasedPods.add(pod.uid());
    }

    /** A deleted pod that we let go before it was over: its node does not answer, and nobody else would take it away. */
    private static boolean isSilent(JobPod pod) {
        return pod.facts().deletedAt() != null
                && (pod.facts().report() == null || pod.facts().leftToUs());
    }
}
