package dev.ondes.spot.tell;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class MetersTest {
    /** Of a counter that appears at 1 Prometheus says that nothing was added. */
    @Test
    void drainsPastTheirDeadlineAreCountedFromZeroOn() {
        var registry = new SimpleMeterRegistry();

        var _ = new Meters(registry, Clock.systemUTC());

        assertThat(registry.get("ondes.spot.drains")
                        .tag("kind", "spot-interruption")
                        .tag("outcome", "deadline-reached")
                        .counter()
                        .count())
                .isZero();
    }
}
