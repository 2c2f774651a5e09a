package dev.ondes.scheduler.announce;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.event.JobStarted;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.messaging.Events;
import dev.ondes.scheduler.gitlab.Ending;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Losses;
import dev.ondes.scheduler.pods.PodNotice;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this service says. A job's events have ids made from what they say, so that one repeated after a crash is the same
 * event. Each call returns when the broker has the event, or throws {@link dev.ondes.messaging.PublishException}.
 */
public final class Announcements {
    public static final String SERVICE = "pod-scheduler";
    private static final String SOURCE = "/" + SERVICE;

    private final Events events;
    private final Clock clock;

    public Announcements(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    public void podCreated(JobPod pod) {
        var job = pod.job();
        say(
                "pod.created:" + pod.attempt(),
                pod.traceparent(),
                new PodCreated(
                        job.jobId(),
                        pod.attempt(),
                        job.jobClass(),
                        job.projectPath(),
                        pod.namespace(),
                        pod.name(),
                        pod.capacity(),
                        pod.facts().createdAt()));
    }

    public void started(JobPod pod) {
        var job = pod.job();
        String node = pod.facts().node();
        AgentReport report = pod.facts().report();
        Instant at = report == null || report.scriptStartedAt() == null ? clock.instant() : report.scriptStartedAt();
        say(
                "job.started:" + pod.attempt(),
                pod.traceparent(),
                new JobStarted(
                        job.jobId(), pod.attempt(), job.jobClass(), job.projectPath(), node == null ? "" : node, at));
    }

    public void rescheduled(JobPod lost, EndReason reason, CapacityType next) {
        var job = lost.job();
        PodNotice notice = lost.facts().notice();
        say(
                "job.rescheduled:" + lost.attempt(),
                lost.traceparent(),
                new JobRescheduled(
                        job.jobId(),
                        job.jobClass(),
                        job.projectPath(),
                        lost.attempt(),
                        reason,
                        lost.facts().node(),
                        next,
                        Losses.cause(reason).orElse(null),
                        notice == null ? null : notice.notice().zone(),
                        notice == null ? null : notice.notice().nodeGroup()));
    }

    /**
     * The end of a job that had a pod.
     *
     * @param cost of all its attempts; null where it isn't known
     */
    public void finished(JobPod pod, Ending ending, @Nullable Cost cost) {
        var facts = pod.facts();
        AgentReport report = ending.report() == null ? facts.report() : ending.report();
        Instant agentStarted = facts.agent() instanceof ContainerFacts.Terminated ended ? ended.startedAt() : null;
        finished(
                pod.job(),
                pod.traceparent(),
                pod.attempt(),
                ending,
                facts.node(),
                pod.capacity(),
                new Timings(
                        pod.job().queuedAt(),
                        pod.job().takenAt(),
                        facts.createdAt(),
                        facts.scheduledAt(),
                        report == null ? agentStarted : report.agentStartedAt(),
                        report == null ? null : report.scriptStartedAt(),
                        report == null ? null : report.scriptFinishedAt(),
                        report != null && report.reported() ? report.finishedAt() : clock.instant()),
                Losses.cause(ending.reason()).orElse(pod.interruption()),
                cost,
                pod.build().with(report == null ? null : report.usage()));
    }

    /** The end of a job that never had a pod. */
    public void finishedWithoutPod(JobQueued job, @Nullable String traceparent, Ending ending, CapacityType capacity) {
        finished(
                job,
                traceparent,
                0,
                ending,
                null,
                capacity,
                new Timings(job.queuedAt(), job.takenAt(), null, null, null, null, null, clock.instant()),
                null,
                null,
                null);
    }

    private void finished(
            JobQueued job,
            @Nullable String traceparent,
            int attempts,
            Ending ending,
            @Nullable String node,
            CapacityType capacity,
            Timings timings,
            @Nullable LossCause interruption,
            @Nullable Cost cost,
            @Nullable Resources resources) {
        say(
                "job.finished",
                traceparent,
                new JobFinished(
                        job.jobId(),
                        job.jobName(),
                        job.projectPath(),
                        job.jobClass(),
                        attempts,
                        ending.reason().outcome(),
                        ending.reason(),
                        ending.exitCode(),
                        ending.detail(),
                        node,
                        capacity,
                        timings,
                        interruption,
                        cost,
                        resources));
    }

    public void capacity(CapacityReported capacity) {
        events.publish(
                new Event<>(UUID.randomUUID().toString(), SOURCE, clock.instant(), capacity.subject(), null, capacity));
    }

    public void failure(String kind, String about, @Nullable String jobClass, String message) {
        var failure = new SystemFailure(SERVICE, kind, about, jobClass, message);
        events.publish(
                new Event<>(UUID.randomUUID().toString(), SOURCE, clock.instant(), failure.subject(), null, failure));
    }

    private void say(String what, @Nullable String traceparent, EventData data) {
        String name = SOURCE + ":" + data.subject() + ":" + what;
        String id =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        events.publish(new Event<>(id, SOURCE, clock.instant(), data.subject(), traceparent, data));
    }
}
