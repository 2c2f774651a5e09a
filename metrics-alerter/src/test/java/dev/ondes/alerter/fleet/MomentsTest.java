package dev.ondes.alerter.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.Timings;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private final Moments moments = new Moments();

    @Test
    void oneTimeIsOneObject() {
        Instant first = moments.one(Instant.parse("2026-03-02T12:00:00.123Z"));

        assertThat(moments.one(Instant.parse("2026-03-02T12:00:00.123Z"))).isSameAs(first);
        assertThat(moments.one(Instant.parse("2026-03-02T12:00:00.124Z")))
                .isEqualTo(Instant.parse("2026-03-02T12:00:00.124Z"));
    }

    @Test
    void aJobsTimesStayWhatTheyAre() {
        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        var timings = new Timings(
                noon,
                noon.plusSeconds(1),
                noon.plusSeconds(2),
                null,
                noon.plusSeconds(4),
                noon.plusSeconds(5),
                null,
                noon.plusSeconds(7));

        assertThat(moments.of(timings)).isEqualTo(timings);
    }
}
