package dev.ondes.alerter.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
    private final SeenIds ids = new SeenIds(1_000);

    private long newOnes(int from, int until) {
        return IntStream.range(from, until)
                .filter(number -> ids.add("event-" + number))
                .count();
    }

    @Test
    void whatCameIsNotNew() {
        assertThat(newOnes(0, 1_000)).isEqualTo(1_000);
        assertThat(newOnes(0, 1_000)).isZero();
    }

    @Test
    void remembersAtLeastAsManyAsItIsMadeForAndAtMostTwice() {
        assertThat(newOnes(0, 10_000)).isEqualTo(10_000);

        assertThat(newOnes(9_000, 10_000)).isZero();
        assertThat(newOnes(0, 8_000)).isEqualTo(8_000);
    }
}
