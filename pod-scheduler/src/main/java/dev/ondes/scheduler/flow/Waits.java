package dev.ondes.scheduler.flow;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.scheduler.ends.Patience;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PullRound;
import dev.ondes.scheduler.rerun.NextAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * How long each pod has been waiting and may wait. Kubernetes does not say since when a container waits: that is
 * remembered here, and begins anew after a restart.
 */
public final class Waits {
    private static final Duration CONFIG = Duration.ofSeconds(15);
    private static final Duration BUILD_LOST = Duration.ofSeconds(5);
    /** For a job whose class was removed. */
    private static final Duration NO_NODE = Duration.ofMinutes(10);

    /** Cloud and cluster take a few minutes to agree that a node is gone. */
    private static final Duration NOT_SURE = Duration.ofMinutes(10);

    private final Duration start;
    private final Duration pull;
    private final Duration silentNode;
    private final Map<Long, Trouble> troubles = new ConcurrentHashMap<>();

    private record Trouble(String what, Instant since) {}

    public Waits(Duration start, Duration pull, Duration silentNode) {
        this.start = start;
        this.pull = pull;
        this.silentNode = silentNode;
    }

    Patience patience(JobPod pod, Optional<JobClass> jobClass) {
        Duration noNode = jobClass.map(known ->
                        NextAttempt.hasOtherPlace(pod, known) ? known.fallbackAfter() : known.unschedulableAfter())
                .orElse(NO_NODE);
        // As with gitlab-runner, the next policy comes at once.
        Duration pulls = pod.pullRound() == PullRound.FIRST ? Duration.ZERO : pull;
        return new Patience(noNode, start, pulls, pull, CONFIG, BUILD_LOST, silentNode);
    }

    Instant since(JobPod pod, Instant now) {
        String services = pod.facts().services().stream()
                .map(service -> kind(service.now()))
                .collect(Collectors.joining(" "));
        String what = pod.uid() + " " + kind(pod.facts().build()) + " "
                + kind(pod.facts().agent()) + " " + services;
        return troubles.compute(
                        pod.jobId(),
                        (_, known) -> known != null && known.what().equals(what) ? known : new Trouble(what, now))
                .since();
    }

    /**
     * How long a lost pod's script may still run though its pod looks lost; zero where waiting would tell nothing more. A
     * node that is silent may live: its pods are over when somebody who knows says so.
     */
    Duration untilSure(JobPod pod, Instant now) {
        Instant deleted = pod.facts().deletedAt();
        if (pod.facts().gone() || deleted == null) {
            return Duration.ZERO;
        }
        Instant end = pod.facts().over() ? deleted : deleted.plus(NOT_SURE);
        return now.isBefore(end) ? Duration.between(now, end) : Duration.ZERO;
    }

    void forget(long jobId) {
        troubles.remove(jobId);
    }

    /** A pull that fails and one that backs off are one trouble: the kubelet goes from one to the other and back. */
    private static String kind(ContainerFacts container) {
        return container instanceof ContainerFacts.Waiting waiting
                ? waiting.reason().replace("ImagePullBackOff", "ErrImagePull")
                : "";
    }
}
