package dev.ondes.spot.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqsThroughputIT {
    /** A floor that a busy machine reaches too; how fast it really is, {@link SqsThroughput#main} tells on a quiet one. */
    @Test
    void everyMessageOfAFloodIsAnnouncedAndDeleted() {
        assertThat(SqsThroughput.measure(3_000, 4)).isGreaterThan(50);
    }
}
