package dev.ondes.alerter.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private final Times times = new Times(NOON, ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.25S, 250 ms",
        "PT59.9S, 59s",
        "PT1M, 1m",
        "PT3M12S, 3m 12s",
        "PT1H5M59S, 1h 5m",
        "P2DT3H, 2d 3h",
        "PT-5S, 0s"
    })
    void aDurationHasItsTwoLargestUnits(Duration time, String text) {
        assertThat(Times.took(time)).isEqualTo(text);
    }

    @Test
    void aTimeOfTodayIsShortAndHasItsZoneBehindIt() {
        assertThat(times.at(NOON.minusSeconds(61)))
                .isEqualTo(new Times.Stamp("12:58:59", "2026-03-02 12:58:59 CET", "2026-03-02T11:58:59Z"));
    }

    @Test
    void yesterdayIsThatOfTheZone() {
        assertThat(times.at(Instant.parse("2026-03-01T22:59:00Z")).text()).isEqualTo("1 Mar 23:59");
        assertThat(times.at(Instant.parse("2026-03-01T23:01:00Z")).text()).isEqualTo("00:01:00");
    }

    @Test
    void whatComesFromAClockThatIsAheadIsNoTimeAgo() {
        assertThat(times.since(NOON.plusSeconds(30)).text()).isEqualTo("0s");
    }
}
