package dev.ondes.images.telemetry;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildState;
import dev.ondes.images.build.Result;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The service's metrics, all of them. What is said of builds is said by the replica that leads, so that sums are right. Tags are fixed
 * words; never a project or a build. Thread-safe.
 */
public final class Meters {
    private static final String STEP = "ondes.images.step";

    private final MeterRegistry registry;
    private volatile Map<BuildState, Long> builds = Map.of();
    private volatile Duration oldest = Duration.ZERO;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
        for (BuildState state : List.of(BuildState.QUEUED, BuildState.RUNNING, BuildState.VERIFYING)) {
            registry.gauge(
                    "ondes.images.builds",
                    Tags.of("state", state.wire()),
                    this,
                    meters -> meters.builds.getOrDefault(state, 0L));
        }
        TimeGauge.builder("ondes.images.queue.oldest", this, TimeUnit.MILLISECONDS, meters -> meters.oldest.toMillis())
                .description("how long the build has waited for its turn that waits the longest")
                .register(registry);
    }

    /** All builds, as they are now. */
    public void saw(List<Build> all, Instant now) {
        Map<BuildState, Long> counts = new EnumMap<>(BuildState.class);
        all.forEach(build -> counts.merge(build.state(), 1L, Long::sum));
        builds = counts;
        oldest = all.stream()
                .filter(build -> build.state() == BuildState.QUEUED)
                .map(build -> build.order().requestedAt())
                .min(Comparator.naturalOrder())
                .map(requested -> Duration.between(requested, now))
                .orElse(Duration.ZERO);
    }

    /** A build's result was noted, which happens once. */
    public void ended(BuilderKind builder, Result result) {
        BuildReason reason = result.reason();
        registry.counter(
                        "ondes.images.ended",
                        Tags.of(
                                "builder",
                                builder.wire(),
                                "outcome",
                                reason.outcome().wire(),
                                "reason",
                                reason.wire()))
                .increment();
        registry.counter("ondes.images.pods.lost").increment(Math.max(0, result.attempts() - 1));
        BuildTimings timings = result.timings();
        step("queued", timings.requestedAt(), timings.releasedAt());
        step("starting", timings.releasedAt(), timings.startedAt());
        step("building", timings.startedAt(), timings.builtAt());
        step("verifying", timings.builtAt(), timings.finishedAt());
    }

    private void step(String step, @Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && !to.isBefore(from)) {
            registry.timer(STEP, "step", step).record(Duration.between(from, to));
        }
    }

    /**
     * Something that is not of ours was away, or refused.
     *
     * @param with {@code registry} or {@code store}
     */
    public void trouble(String with, BuildReason reason) {
        registry.counter("ondes.images.troubles", "with", with, "reason", reason.wire())
                .increment();
    }
}
