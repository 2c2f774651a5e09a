package dev.ondes.alerter.meter;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.Cost;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.Outcome;
import dev.ondes.contracts.node.LossCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of each class of jobs: what they are called, and what goes into them when a job ends. A class is named by its label. Not
 * thread-safe.
 */
final class ClassMeters {
    static final String CLASS = "class";

    private final DayMeters day;
    private final ResourceMeters resources;
    private final Buckets buckets;

    ClassMeters(DayMeters day, Buckets buckets) {
        this.day = day;
        this.resources = new ResourceMeters(day);
        this.buckets = buckets;
    }

    /** Makes them all, at 0. */
    void register(String jobClass) {
        for (EndReason reason : EndReason.values()) {
            finished(jobClass, reason.outcome(), reason);
            if (reason.outcome() == Outcome.SYSTEM_FAILED) {
                rescheduled(jobClass, reason);
            }
        }
        for (LossCause cause : LossCause.values()) {
            interruptions(cause, jobClass);
            wasted(jobClass, cause.wire());
        }
        completed(jobClass);
        systemFailures(jobClass);
        scriptFailures(jobClass);
        queue(jobClass);
        for (Stage stage : Stage.values()) {
            stage(jobClass, stage);
        }
        resources.know(Tags.of(CLASS, jobClass));
    }

    void ended(JobFinished job, String jobClass) {
        finished(jobClass, job.outcome(), job.reason()).increment();
        switch (job.outcome()) {
            case SUCCEEDED -> completed(jobClass).increment();
            case SCRIPT_FAILED, TIMED_OUT -> {
                completed(jobClass).increment();
                scriptFailures(jobClass).increment();
            }
            case SYSTEM_FAILED -> {
                completed(jobClass).increment();
                systemFailures(jobClass).increment();
            }
            case CANCELED -> {}
        }
        for (Stage stage : Stage.values()) {
            stage.of(job.timings()).ifPresent(time -> stage(jobClass, stage).record(time));
        }
        resources.finished(Tags.of(CLASS, jobClass), job);
        if (job.cost() != null) {
            cost(jobClass, job.capacity(), job.cost());
        }
    }

    private void cost(String jobClass, CapacityType capacity, Cost cost) {
        counter(
                        "ondes.cost",
                        "What jobs cost: their pods' share of their nodes' prices, failed attempts included",
                        Tags.of(CLASS, jobClass, "capacity", capacity.wire(), "currency", Label.of(cost.currency())))
                .increment(cost.paid().doubleValue());
        counter(
                        "ondes.savings",
                        "What jobs would have cost more on on-demand nodes",
                        Tags.of(CLASS, jobClass, "currency", Label.of(cost.currency())))
                .increment(Math.max(0, cost.onDemand().subtract(cost.paid()).doubleValue()));
    }

    private Counter finished(String jobClass, Outcome outcome, EndReason reason) {
        return counter(
                "ondes.jobs.finished",
                "Jobs that ended",
                Tags.of(CLASS, jobClass, "outcome", outcome.wire(), "reason", reason.wire()));
    }

    private Counter completed(String jobClass) {
        return counter(
                "ondes.jobs.completed", "Jobs that ended, without those that were canceled", Tags.of(CLASS, jobClass));
    }

    private Counter systemFailures(String jobClass) {
        return counter("ondes.jobs.system.failures", "Jobs that failed through our doing", Tags.of(CLASS, jobClass));
    }

    private Counter scriptFailures(String jobClass) {
        return counter(
                "ondes.jobs.script.failures",
                "Jobs that failed through their own doing, time-outs included",
                Tags.of(CLASS, jobClass));
    }

    Counter rescheduled(String jobClass, EndReason reason) {
        return counter(
                "ondes.jobs.rescheduled",
                "Attempts that were lost and are followed by another one",
                Tags.of(CLASS, jobClass, "reason", reason.wire()));
    }

    Counter interruptions(LossCause cause, String jobClass) {
        return counter(
                "ondes.interruptions",
                "Jobs that lost their node, those that ran again included",
                Tags.of("cause", cause.wire(), CLASS, jobClass));
    }

    Counter wasted(String jobClass, String cause) {
        return day.counter(
                "ondes.jobs.wasted",
                "How long pods ran for nothing, because the attempt was lost",
                "seconds",
                Tags.of(CLASS, jobClass, "cause", cause));
    }

    Timer queue(String jobClass) {
        return day.timer(
                "ondes.jobs.queue",
                "From pending in GitLab to the script's first line, of jobs that began",
                Tags.of(CLASS, jobClass),
                buckets.queue());
    }

    private Timer stage(String jobClass, Stage stage) {
        return day.timer(
                "ondes.jobs.stage",
                "How long the stages of a job's last attempt took",
                Tags.of(CLASS, jobClass, "stage", stage.wire()),
                buckets.stage());
    }

    private Counter counter(String name, String description, Tags tags) {
        return day.counter(name, description, null, tags);
    }
}
