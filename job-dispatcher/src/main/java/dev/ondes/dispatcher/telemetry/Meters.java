package dev.ondes.dispatcher.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** The service's metrics, all of them. Tags are classes and fixed words; never an id of a job. Thread-safe. */
public final class Meters {
    private static final String CLASS = "class";
    private static final String RESULT = "result";

    private final MeterRegistry registry;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One request for a job, by what GitLab answered. */
    public void asked(String jobClass, String result) {
        registry.counter("ondes.dispatcher.asks", CLASS, jobClass, RESULT, result)
                .increment();
    }

    /** GitLab gave a job. */
    public void taken(String jobClass) {
        registry.counter("ondes.dispatcher.jobs.taken", CLASS, jobClass).increment();
    }

    /** GitLab gave a job, and its answer never arrived. */
    public void answerLost(String jobClass) {
        registry.counter("ondes.dispatcher.answers.lost", CLASS, jobClass).increment();
    }

    /** One hand-over came to its end. */
    public void handedOver(String jobClass, String result, Duration took) {
        registry.timer("ondes.dispatcher.handover", CLASS, jobClass, RESULT, result)
                .record(took);
    }

    /** One job went back to GitLab, or is to: why, and how far that is. */
    public void returned(String jobClass, String reason, String result) {
        registry.counter("ondes.dispatcher.jobs.returned", CLASS, jobClass, "reason", reason, RESULT, result)
                .increment();
    }

    /** One attempt to publish a job did not succeed. */
    public void publishFailed(String jobClass) {
        registry.counter("ondes.dispatcher.handover.retries", CLASS, jobClass).increment();
    }

    /** A job could not be kept in the spool while it is handed over. */
    public void spoolFailed() {
        registry.counter("ondes.dispatcher.spool.failures").increment();
    }

    /** One webhook, by what it was about and what was done. */
    public void hook(String kind, String result) {
        registry.counter("ondes.dispatcher.hooks", "kind", kind, RESULT, result).increment();
    }

    /** A request to cancel that was not said: the queue was full, or the broker away. */
    public void cancelDropped() {
        registry.counter("ondes.dispatcher.hooks.cancel.dropped").increment();
    }

    /** What a webhook told of a job was not said: too much at once, or the broker away. */
    public void observedDropped() {
        registry.counter("ondes.dispatcher.hooks.observed.dropped").increment();
    }

    /** How many jobs of the class may be asked for now. */
    public <T> void watchPermits(String jobClass, T source, ToDoubleFunction<T> permits) {
        registry.gauge("ondes.dispatcher.permits", Tags.of(CLASS, jobClass), source, permits);
    }

    /** How many jobs of the class were taken that the scheduler hasn't named yet: each holds a permit. */
    public <T> void watchUnseen(String jobClass, T source, ToDoubleFunction<T> unseen) {
        registry.gauge("ondes.dispatcher.unseen.jobs", Tags.of(CLASS, jobClass), source, unseen);
    }

    /** 1 where GitLab takes the class's runner, 0 where it refuses it or can't be reached. */
    public <T> void watchHealth(String jobClass, T source, ToDoubleFunction<T> healthy) {
        registry.gauge("ondes.dispatcher.class.healthy", Tags.of(CLASS, jobClass), source, healthy);
    }

    /** When GitLab will refuse the class's runner, in seconds since 1970; not there where its token lasts. */
    public void tokenExpires(String jobClass, Instant when) {
        Gauge.builder("ondes.dispatcher.token.expiry.timestamp", when, Instant::getEpochSecond)
                .baseUnit("seconds")
                .tag(CLASS, jobClass)
                .strongReference(true)
                .register(registry);
    }

    /** How many jobs are in the spool. */
    public <T> void watchSpool(T source, ToDoubleFunction<T> size) {
        registry.gauge("ondes.dispatcher.spool.jobs", source, size);
    }

    /** How many jobs GitLab doesn't take back now. */
    public <T> void watchAside(T source, ToDoubleFunction<T> aside) {
        registry.gauge("ondes.dispatcher.jobs.aside", source, aside);
    }

    /** How many hand-overs wait for the broker. */
    public <T> void watchStuck(T source, ToDoubleFunction<T> stuck) {
        registry.gauge("ondes.dispatcher.handover.stuck", source, stuck);
    }
}
