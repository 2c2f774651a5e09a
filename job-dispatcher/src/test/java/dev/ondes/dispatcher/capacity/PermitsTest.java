package dev.ondes.dispatcher.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.dispatcher.testing.Wiring;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class PermitsTest {
    private final MutableClock clock = MutableClock.of(Wiring.START, ZoneOffset.UTC);
    private final List<String> woken = new ArrayList<>();
    private final Permits permits = new Permits(clock, Duration.ofSeconds(15), woken::add);

    @Test
    void wakesTheClassThatHasRoomAgain() {
        report("small", 0);
        report("large", 1);

        report("small", 2);

        assertThat(woken).containsExactly("large", "small");
    }

    @Test
    void doesNotWakeAClassThatHadRoomAllTheTime() {
        report("small", 2);
        report("small", 3);

        assertThat(woken).containsExactly("small");
    }

    @Test
    void wakesAClassWhoseReportsHadStopped() {
        report("small", 2);
        clock.add(Duration.ofSeconds(20));
        int meanwhile = permits.of("small");

        report("small", 2);

        assertThat(meanwhile).isZero();
        assertThat(woken).containsExactly("small", "small");
    }

    @Test
    void wakesAClassWhenItsOnlyJobIsOver() {
        report("small", 1);
        permits.taken("small", 7);

        permits.over("small", 7);

        assertThat(woken).containsExactly("small", "small");
    }

    @Test
    void keepsClassesApart() {
        report("small", 2);
        permits.taken("large", 1);

        assertThat(permits.of("small")).isEqualTo(2);
        assertThat(permits.of("unheard-of")).isZero();
    }

    private void report(String jobClass, int free) {
        clock.add(Duration.ofMillis(1));
        permits.reported(
                new CapacityReported(List.of(new ClassCapacity(jobClass, 4, 4 - free, 0, free, List.of()))),
                clock.instant());
    }
}
