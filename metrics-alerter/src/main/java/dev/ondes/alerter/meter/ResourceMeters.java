package dev.ondes.alerter.meter;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.Resources;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** Memory and processor that jobs asked for and used, by class: what an operator sizes classes by. Not thread-safe. */
final class ResourceMeters {
    private static final List<Double> BYTES = LongStream.of(64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
            .mapToObj(mebibytes -> (double) (mebibytes << 20))
            .toList();
    /** Micrometer's histograms count whole numbers: of parts of 1 they know 0 and 1. */
    private static final List<Double> PERCENT = List.of(10.0, 25.0, 50.0, 75.0, 90.0, 100.0);

    private final DayMeters meters;

    ResourceMeters(DayMeters meters) {
        this.meters = meters;
    }

    /** So that they are there, at 0, before the first job. */
    void know(Tags jobClass) {
        var _ = memoryPeak(jobClass);
        var _ = memoryPercent(jobClass);
        var _ = throttled(jobClass);
        var _ = cpu(jobClass);
        var _ = cpuAsked(jobClass);
    }

    void finished(Tags jobClass, JobFinished job) {
        Resources resources = job.resources();
        if (resources == null) {
            return;
        }
        if (resources.memoryPeak() != null) {
            memoryPeak(jobClass).record(resources.memoryPeak());
            Long most = resources.memoryLimit() == null ? resources.memoryAsked() : resources.memoryLimit();
            if (most != null && most > 0) {
                memoryPercent(jobClass).record(100.0 * resources.memoryPeak() / most);
            }
        }
        if (resources.throttled() != null) {
            throttled(jobClass).record(100 * resources.throttled().doubleValue());
        }
        // Both or none: each is there to be held against the other.
        BigDecimal asked = resources.cpuAsked();
        BigDecimal used = resources.cpuSeconds();
        if (asked != null && used != null) {
            Stage.RUNNING.of(job.timings()).ifPresent(time -> {
                cpu(jobClass).increment(used.doubleValue());
                cpuAsked(jobClass).increment(asked.doubleValue() * seconds(time));
            });
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private DistributionSummary memoryPeak(Tags jobClass) {
        return meters.summary(
                "ondes.jobs.memory.peak",
                "The most memory that a job's script held, caches included",
                "bytes",
                jobClass,
                BYTES);
    }

    private DistributionSummary memoryPercent(Tags jobClass) {
        return meters.summary(
                "ondes.jobs.memory.peak.percent",
                "The same in percent of what the job might use",
                null,
                jobClass,
                PERCENT);
    }

    private DistributionSummary throttled(Tags jobClass) {
        return meters.summary(
                "ondes.jobs.cpu.throttled.percent",
                "Of a hundred of the kernel's periods in which a job had work, how many it had to wait in",
                null,
                jobClass,
                PERCENT);
    }

    private Counter cpu(Tags jobClass) {
        return meters.counter("ondes.jobs.cpu", "Processor time that jobs' scripts used", "seconds", jobClass);
    }

    private Counter cpuAsked(Tags jobClass) {
        return meters.counter(
                "ondes.jobs.cpu.asked", "What they asked for, times how long they ran", "seconds", jobClass);
    }
}
