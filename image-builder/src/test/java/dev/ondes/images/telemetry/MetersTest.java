package dev.ondes.images.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.Order;
import dev.ondes.images.build.Orders;
import dev.ondes.images.build.Result;
import dev.ondes.images.port.Contexts;
import dev.ondes.images.port.RefusedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = new Meters(registry);

    private static Build build(Instant requestedAt, boolean released) {
        Order order = Orders.order(42, requestedAt.toString(), 0, List.of(), "registry.example/acme/app:1");
        return new Build(
                order, released ? order.requestedAt() : null, null, List.of(), 0, List.of(), Optional.empty(), false);
    }

    @Test
    void tellsHowManyBuildsWaitAndRunAndHowLongTheOldestWaits() {
        // Given
        Build waiting = build(Instant.parse("2026-03-01T12:00:00Z"), false);
        Build running = build(Instant.parse("2026-03-01T11:00:00Z"), true);

        // When
        meters.saw(
                List.of(waiting, running, running),
                waiting.order().requestedAt().plusSeconds(90));

        // Then
        assertThat(builds("queued")).isEqualTo(1);
        assertThat(builds("running")).isEqualTo(2);
        assertThat(builds("verifying")).isZero();
        assertThat(registry.get("ondes.images.queue.oldest").timeGauge().value(TimeUnit.SECONDS))
                .isEqualTo(90);
    }

    private double builds(String state) {
        return registry.get("ondes.images.builds").tag("state", state).gauge().value();
    }

    @Test
    void tellsHowLongEachStepOfABuildTook() {
        // Given
        Instant begin = Instant.parse("2026-03-01T12:00:00Z");
        var timings = new BuildTimings(
                begin, begin.plusSeconds(1), begin.plusSeconds(3), begin.plusSeconds(63), begin.plusSeconds(67));

        // When
        meters.ended(
                BuilderKind.BUILDAH, new Result(BuildReason.BUILT, null, List.of(), 3, "node-1", timings, List.of()));

        // Then
        assertThat(step("queued")).isEqualTo(Duration.ofSeconds(1));
        assertThat(step("starting")).isEqualTo(Duration.ofSeconds(2));
        assertThat(step("building")).isEqualTo(Duration.ofSeconds(60));
        assertThat(step("verifying")).isEqualTo(Duration.ofSeconds(4));
        assertThat(registry.counter("ondes.images.pods.lost").count()).isEqualTo(2);
    }

    private Duration step(String step) {
        return Duration.ofMillis(
                (long) registry.timer("ondes.images.step", "step", step).totalTime(TimeUnit.MILLISECONDS));
    }

    @Test
    void aBuildThatNeverRanHasNoStepButTheQueue() {
        // Given
        Instant begin = Instant.parse("2026-03-01T12:00:00Z");
        var timings = new BuildTimings(begin, null, null, null, begin.plusSeconds(5));

        // When
        meters.ended(
                BuilderKind.KANIKO, new Result(BuildReason.CANCELED, null, List.of(), 0, null, timings, List.of()));

        // Then
        assertThat(registry.find("ondes.images.step").timers()).isEmpty();
        assertThat(registry.counter("ondes.images.pods.lost").count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"CONTEXT_UNAVAILABLE, 1", "CONTEXT_MISSING, 0"})
    void countsTheStoresTroublesAndNotTheUsers(BuildReason reason, int count) {
        // Given
        Contexts contexts = Counted.of(new Refusing(reason), meters);

        // When
        assertThatThrownBy(() -> contexts.require(42, "0", "Dockerfile")).isInstanceOf(RefusedException.class);

        // Then
        assertThat(registry.counter("ondes.images.troubles", "with", "store", "reason", reason.wire())
                        .count())
                .isEqualTo(count);
    }

    private record Refusing(BuildReason reason) implements Contexts {
        @Override
        public void require(long project, String tarSha256, String dockerfile) {
            throw new RefusedException(reason, tarSha256);
        }

        @Override
        public Download download(long project, String tarSha256) {
            throw new RefusedException(reason, tarSha256);
        }
    }
}
