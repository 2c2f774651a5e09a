package dev.ondes.alerter.testing;

import dev.ondes.contracts.event.AlertSilenced;
import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobObserved;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.event.JobStarted;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.job.Timings;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes the events of a fleet, each with an id of its own. What a test does not care for has one value. */
public final class Says {
    private final AtomicLong ids = new AtomicLong();

    /** One event, said at that time. */
    public <T extends EventData> Event<T> said(Instant at, T data) {
        String trace = "00-%032x-00f067aa0ba902b7-01".formatted(data.subject().hashCode() & 0xffffffffL | 1L << 40);
        return new Event<>("e-" + ids.incrementAndGet(), "/simulated", at, data.subject(), trace, data);
    }

    /** What a job is called. */
    public record Name(long id, String jobClass, String project, String job) {
        /** A job of the project {@code group/app}. */
        public static Name of(long id, String jobClass) {
            return new Name(id, jobClass, "group/app", "compile");
        }
    }

    public Event<JobObserved> observed(Name job, String status, Instant at) {
        return said(
                at,
                new JobObserved(
                        job.id(),
                        job.job(),
                        job.project(),
                        status,
                        "test",
                        "main",
                        1L,
                        at,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    public Event<JobQueued> queued(Name job, Instant queuedAt, Instant takenAt) {
        return said(
                takenAt,
                new JobQueued(
                        job.id(),
                        job.job(),
                        1,
                        1,
                        job.project(),
                        "main",
                        job.jobClass(),
                        URI.create("https://gitlab.example.com"),
                        Duration.ofHours(1),
                        queuedAt,
                        takenAt,
                        "x.x.x.x.x"));
    }

    public Event<PodCreated> pod(Name job, int attempt, CapacityType capacity, Instant at) {
        return said(
                at,
                new PodCreated(
                        job.id(),
                        attempt,
                        job.jobClass(),
                        job.project(),
                        "ci",
                        "ondes-" + job.id() + "-" + attempt,
                        capacity,
                        at));
    }

    public Event<JobStarted> started(Name job, int attempt, String node, Instant at) {
        return said(at, new JobStarted(job.id(), attempt, job.jobClass(), job.project(), node, at));
    }

    public Event<JobRescheduled> rescheduled(Name job, int attempt, EndReason reason, LossCause cause, Instant at) {
        return said(
                at,
                new JobRescheduled(
                        job.id(),
                        job.jobClass(),
                        job.project(),
                        attempt,
                        reason,
                        "node-1",
                        CapacityType.ON_DEMAND,
                        cause,
                        "zone-1",
                        "ci-spot"));
    }

    public Event<JobFinished> finished(Name job, EndReason reason, Instant queuedAt, Instant at) {
        return finished(job, reason, null, queuedAt, at);
    }

    /** All its steps at {@code queuedAt}, but the end. */
    public Event<JobFinished> finished(
            Name job, EndReason reason, LossCause interruption, Instant queuedAt, Instant at) {
        return finished(job, reason, interruption, null, queuedAt, at);
    }

    /** A success, with what it used; its script ran from {@code queuedAt} to its end. */
    public Event<JobFinished> finished(Name job, Resources resources, Instant queuedAt, Instant at) {
        return finished(job, EndReason.SCRIPT_SUCCEEDED, null, resources, queuedAt, at);
    }

    private Event<JobFinished> finished(
            Name job, EndReason reason, LossCause interruption, Resources resources, Instant queuedAt, Instant at) {
        return said(
                at,
                new JobFinished(
                        job.id(),
                        job.job(),
                        job.project(),
                        job.jobClass(),
                        1,
                        reason.outcome(),
                        reason,
                        null,
                        null,
                        "node-1",
                        CapacityType.SPOT,
                        new Timings(queuedAt, queuedAt, queuedAt, queuedAt, queuedAt, queuedAt, at, at),
                        interruption,
                        new Cost("USD", new BigDecimal("0.01"), new BigDecimal("0.03")),
                        resources));
    }

    public Event<CapacityReported> capacity(Instant at, ClassCapacity... classes) {
        return said(at, new CapacityReported(List.of(classes)));
    }

    /** Room for so many more jobs of the class. */
    public static ClassCapacity room(String jobClass, int limit, int free) {
        return new ClassCapacity(jobClass, limit, limit - free, 0, free, List.of());
    }

    /** Somebody silences an alert, or, with the same id, ends that. */
    public Event<AlertSilenced> silenced(
            String id, String alert, @Nullable String about, Instant at, Instant from, Instant until) {
        return said(at, new AlertSilenced(id, alert, about, from, until, "known", "vera"));
    }

    public Event<TerminationNotice> notice(String id, String node, Instant at, long... jobs) {
        return said(
                at,
                new TerminationNotice(
                        id,
                        node,
                        null,
                        Provider.AWS,
                        "i-1",
                        "m6i.large",
                        "zone-1",
                        "ci-spot",
                        CapacityType.SPOT,
                        NoticeKind.SPOT_INTERRUPTION,
                        InstanceAction.TERMINATE,
                        at,
                        at.plusSeconds(120),
                        List.of("imds"),
                        Arrays.stream(jobs)
                                .mapToObj(job -> new JobOnNode(job, "ondes-" + job + "-1"))
                                .toList()));
    }
}
