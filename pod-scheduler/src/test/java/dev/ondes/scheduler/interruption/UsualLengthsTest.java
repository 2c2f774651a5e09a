package dev.ondes.scheduler.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.scheduler.world.World;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsualLengthsTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final UsualLengths lengths = new UsualLengths();

    @Test
    void tellsWhatNineOfTenTookFromHereOn() {
        for (int minutes = 1; minutes <= 10; minutes++) {
            ended(EndReason.SCRIPT_SUCCEEDED, Duration.ofMinutes(minutes));
        }

        assertThat(rest(Duration.ZERO)).isEqualTo(Duration.ofMinutes(9));
        assertThat(rest(Duration.ofMinutes(8))).isEqualTo(Duration.ofMinutes(2));
        assertThat(lengths.rest(World.job(), Duration.ofMinutes(10))).isEmpty();
    }

    @Test
    void threeAreEnoughAndTwoAreNot() {
        ended(EndReason.SCRIPT_SUCCEEDED, Duration.ofSeconds(10));
        ended(EndReason.SCRIPT_SUCCEEDED, Duration.ofSeconds(20));
        assertThat(lengths.rest(World.job(), Duration.ZERO)).isEmpty();

        ended(EndReason.SCRIPT_SUCCEEDED, Duration.ofSeconds(30));

        assertThat(rest(Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void onlySuccessesTellHowLongASuccessTakes() {
        for (int i = 0; i < 5; i++) {
            ended(EndReason.SCRIPT_FAILED, Duration.ofSeconds(1));
        }

        assertThat(lengths.rest(World.job(), Duration.ZERO)).isEmpty();
    }

    @Test
    void forgetsWhatWasLongAgo() {
        for (int i = 0; i < 20; i++) {
            ended(EndReason.SCRIPT_SUCCEEDED, Duration.ofHours(1));
        }
        for (int i = 0; i < UsualLengths.LENGTHS; i++) {
            ended(EndReason.SCRIPT_SUCCEEDED, Duration.ofMinutes(1));
        }

        assertThat(rest(Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
    }

    private Duration rest(Duration elapsed) {
        return lengths.rest(World.job(), elapsed).orElseThrow();
    }

    private void ended(EndReason reason, Duration length) {
        Instant end = START.plus(length);
        lengths.add(
                World.job(), new AgentReport(1, reason, 0, null, true, true, 0, START, START, end, end, null, false));
    }
}
