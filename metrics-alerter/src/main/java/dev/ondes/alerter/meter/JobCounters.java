package dev.ondes.alerter.meter;

import dev.ondes.alerter.fleet.FleetCounts;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Outcome;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened today, as counters and histograms. All begin at 0 with the journal's day, and so a restart that reads the day again
 * ends at the same figures, and so does every replica (see ADR 11). Those of a class are there, at 0, as soon as the class is
 * known: of a counter that is born at 1 no increase is ever seen. Thread-safe: the journal's thread counts, the timer's makes classes known.
 */
public final class JobCounters implements FleetCounts {
    private static final String PROJECT = "project";

    private final DayMeters day;
    private final ClassMeters perClass;
    private final Buckets buckets;
    private final Bounded classes;
    private final Bounded projects;
    private final Set<String> registered = new HashSet<>();

    public JobCounters(MeterRegistry registry, Buckets buckets) {
        this.day = new DayMeters(registry);
        this.perClass = new ClassMeters(day, buckets);
        this.buckets = buckets;
        this.classes = new Bounded(buckets.classes());
        this.projects = new Bounded(buckets.projects());
        registerAll();
    }

    /** Says that the class is there. It takes no place of those of which something is counted: when a class becomes known, replicas differ. */
    public synchronized void know(String jobClass) {
        if (registered.size() < buckets.classes()) {
            register(Label.of(jobClass));
        }
    }

    private String label(String jobClass) {
        String label = classes.of(jobClass);
        register(label);
        return label;
    }

    private void register(String label) {
        if (registered.add(label)) {
            perClass.register(label);
        }
    }

    private void registerAll() {
        for (NoticeKind kind : NoticeKind.values()) {
            for (Provider provider : Provider.values()) {
                notices(kind, provider.wire());
            }
        }
        for (BuilderKind builder : BuilderKind.values()) {
            buildTime(builder.wire());
            for (BuildReason reason : BuildReason.values()) {
                builds(builder.wire(), reason);
            }
        }
        fromTheFutureCounter();
        forgottenCounter();
    }

    @Override
    public synchronized void newDay() {
        classes.newDay();
        projects.newDay();
        registered.removeIf(label -> !classes.isOfDayBefore(label));
        day.newDay(tags -> tags.stream().allMatch(tag -> switch (tag.getKey()) {
            case ClassMeters.CLASS -> classes.isOfDayBefore(tag.getValue());
            case PROJECT -> projects.isOfDayBefore(tag.getValue());
            default -> true;
        }));
    }

    @Override
    public synchronized void started(String jobClass, Duration queued, @Nullable String trace) {
        Timer queue = perClass.queue(label(jobClass));
        CurrentTrace.during(trace, () -> queue.record(queued.isNegative() ? Duration.ZERO : queued));
    }

    @Override
    public synchronized void finished(JobFinished job, @Nullable String trace) {
        String label = label(job.jobClass());
        CurrentTrace.during(trace, () -> count(job, label));
    }

    private void count(JobFinished job, String jobClass) {
        perClass.ended(job, jobClass);
        if (buckets.projects() > 0) {
            byProject(projects.of(job.projectPath()), job.outcome(), job.cost());
        }
    }

    private void byProject(String project, Outcome outcome, @Nullable Cost cost) {
        counter(
                        "ondes.project.jobs.finished",
                        "Jobs that ended, by project",
                        Tags.of(PROJECT, project, "outcome", outcome.wire()))
                .increment();
        if (cost != null) {
            counter(
                            "ondes.project.cost",
                            "What jobs cost, by project",
                            Tags.of(PROJECT, project, "currency", Label.of(cost.currency())))
                    .increment(cost.paid().doubleValue());
        }
    }

    @Override
    public synchronized void rescheduled(String jobClass, EndReason reason) {
        perClass.rescheduled(label(jobClass), reason).increment();
    }

    @Override
    public synchronized void interrupted(LossCause cause, String jobClass) {
        perClass.interruptions(cause, label(jobClass)).increment();
    }

    @Override
    public synchronized void wasted(String jobClass, String cause, Duration time) {
        perClass.wasted(label(jobClass), cause).increment(time.toMillis() / 1000.0);
    }

    @Override
    public synchronized void noticed(TerminationNotice notice) {
        notices(notice.kind(), notice.provider().wire()).increment();
    }

    @Override
    public synchronized void built(BuildDone build) {
        String builder = build.builder() == null ? "none" : build.builder().wire();
        builds(builder, build.reason()).increment();
        if (build.timings() != null && build.timings().finishedAt() != null) {
            Duration took = Duration.between(
                    build.timings().requestedAt(), build.timings().finishedAt());
            buildTime(builder).record(took.isNegative() ? Duration.ZERO : took);
        }
    }

    private Timer buildTime(String builder) {
        return timer(
                "ondes.builds", "From a build's request to its result", Tags.of("builder", builder), buckets.build());
    }

    private Counter builds(String builder, BuildReason reason) {
        return counter(
                "ondes.builds",
                "Image builds that ended, those that were refused included",
                Tags.of("builder", builder, "outcome", reason.outcome().wire(), "reason", reason.wire()));
    }

    @Override
    public synchronized void failed(SystemFailure failure) {
        counter(
                        "ondes.system.failures",
                        "Failures of ours that are not the end of a job, such as an event that can't be read",
                        Tags.of("service", Label.of(failure.service()), "kind", Label.of(failure.kind())))
                .increment();
    }

    @Override
    public synchronized void fromTheFuture() {
        fromTheFutureCounter().increment();
    }

    @Override
    public synchronized void forgotten(int jobs) {
        forgottenCounter().increment(jobs);
    }

    private Counter notices(NoticeKind kind, String provider) {
        return counter(
                "ondes.notices",
                "Nodes of which it was heard that they go away",
                Tags.of("kind", kind.wire(), "provider", provider));
    }

    private Counter fromTheFutureCounter() {
        return counter(
                "ondes.events.from.the.future", "Events of a time later than our clock's: clocks differ", Tags.empty());
    }

    private Counter forgottenCounter() {
        return counter("ondes.jobs.forgotten", "Jobs that were left out of the model for want of room", Tags.empty());
    }

    private Counter counter(String name, String description, Tags tags) {
        return day.counter(name, description, null, tags);
    }

    private Timer timer(String name, String description, Tags tags, List<Duration> bounds) {
        return day.timer(name, description, tags, bounds);
    }
}
