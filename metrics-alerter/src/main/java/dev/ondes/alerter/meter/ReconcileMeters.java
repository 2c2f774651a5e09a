package dev.ondes.alerter.meter;

import dev.ondes.alerter.reconcile.ReconcileCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/** What came of asking GitLab, as metrics. Counted since the start of the process, by the replica that asks. Thread-safe. */
public final class ReconcileMeters implements ReconcileCounts {
    private final MeterRegistry registry;
    private volatile Instant finished = Instant.EPOCH;

    public ReconcileMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Found what : Found.values()) {
            found(registry, what);
        }
        for (Result result : Result.values()) {
            asked(registry, result);
        }
        Gauge.builder("ondes.gitlab.reconciled.timestamp", this, all -> all.finished.toEpochMilli() / 1000.0)
                .description(
                        "When all projects' pending jobs were last held against GitLab's lists; 0 where that was never")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void found(Found what) {
        found(registry, what).increment();
    }

    @Override
    public void asked(Result result) {
        asked(registry, result).increment();
    }

    @Override
    public void finished(Instant at) {
        finished = at;
    }

    private static Counter found(MeterRegistry registry, Found what) {
        return Counter.builder("ondes.gitlab.reconciled.jobs")
                .description("Jobs of which GitLab, when asked, told what webhooks had not")
                .tag("found", what.wire())
                .register(registry);
    }

    private static Counter asked(MeterRegistry registry, Result result) {
        return Counter.builder("ondes.gitlab.reconciled.projects")
                .description("How asking GitLab for a project's pending jobs ended")
                .tag("result", result.wire())
                .register(registry);
    }
}
