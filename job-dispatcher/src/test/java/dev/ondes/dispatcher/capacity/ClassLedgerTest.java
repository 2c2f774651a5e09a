package dev.ondes.dispatcher.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassLedgerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Instant T0 = Instant.parse("2026-05-01T12:00:00Z");

    @ParameterizedTest(name = "free {0}, handed over {1}, of them reported {2}, report {3} s old: {4} permits")
    @CsvSource({
        "0, 0, 0, 0, 0",
        "3, 0, 0, 0, 3",
        "3, 2, 0, 0, 1",
        "3, 2, 2, 0, 3",
        "3, 5, 0, 0, 0",
        "3, 5, 3, 0, 1",
        "3, 0, 0, 15, 3",
        "3, 0, 0, 16, 0",
    })
    void givesWhatIsFreeLessWhatTheReportDoesNotKnow(int free, int handedOver, int reported, int age, int permits) {
        var ledger = ClassLedger.EMPTY;
        for (long id = 1; id <= handedOver; id++) {
            ledger = ledger.taken(id, T0);
        }
        List<Long> recent = new ArrayList<>();
        for (long id = 1; id <= reported; id++) {
            recent.add(id);
        }

        ledger = ledger.reported(report(free, recent), T0, T0);

        assertThat(ledger.permits(T0.plusSeconds(age), PATIENCE)).isEqualTo(permits);
    }

    @Test
    void hasNoPermitsBeforeTheFirstReport() {
        assertThat(ClassLedger.EMPTY.permits(T0, PATIENCE)).isZero();
    }

    @Test
    void ignoresAReportThatIsOlderThanTheLast() {
        var ledger = ClassLedger.EMPTY
                .reported(report(0, List.of()), T0.plusSeconds(2), T0.plusSeconds(3))
                .reported(report(9, List.of()), T0, T0.plusSeconds(3));

        assertThat(ledger.permits(T0.plusSeconds(3), PATIENCE)).isZero();
    }

    @ParameterizedTest(name = "a scheduler whose clock is {0} ms ahead")
    @ValueSource(longs = {-600_000, 0, 50, 600_000})
    void ignoresAnOvertakenReportThoughTheSchedulersClockIsWrong(long ahead) {
        Instant made = T0.plusMillis(ahead);

        var ledger = ClassLedger.EMPTY
                .taken(7, T0)
                .reported(report(0, List.of(7L)), made.plusMillis(10), T0.plusMillis(10))
                .reported(report(1, List.of()), made, T0.plusMillis(11));

        assertThat(ledger.permits(T0.plusMillis(12), PATIENCE)).isZero();
    }

    @Test
    void hearsReportsThoughItsClockWasSetBack() {
        Instant back = T0.minusSeconds(3600);
        var ledger = ClassLedger.EMPTY.reported(report(3, List.of()), T0, T0);

        assertThat(ledger.permits(back, PATIENCE)).as("of unknown age").isZero();
        ledger = ledger.reported(report(2, List.of()), back.plusSeconds(2), back.plusSeconds(2));

        assertThat(ledger.permits(back.plusSeconds(2), PATIENCE)).isEqualTo(2);
        assertThat(ledger.permits(back.plusSeconds(18), PATIENCE)).isZero();
    }

    @Test
    void asksOnThoughItsClockWasSetRightByAMoment() {
        var ledger = ClassLedger.EMPTY.reported(report(3, List.of()), T0, T0);

        assertThat(ledger.permits(T0.minusSeconds(2), PATIENCE)).isEqualTo(3);
    }

    @Test
    void forgetsAJobThatNoReportNamedThoughItsClockWasSetBack() {
        Instant back = T0.minusSeconds(3600);
        var ledger = ClassLedger.EMPTY.reported(report(1, List.of()), T0, T0).taken(7, T0);
        Instant end = back.plus(ClassLedger.FORGOTTEN_AFTER).plusSeconds(10);

        for (Instant now = back; !now.isAfter(end); now = now.plusSeconds(10)) {
            ledger = ledger.reported(report(1, List.of()), now, now);
        }

        assertThat(ledger.permits(end, PATIENCE)).isEqualTo(1);
    }

    @Test
    void doesNotTrustAReportFromTheFutureForLongerThanOneOfNow() {
        var ledger = ClassLedger.EMPTY.reported(report(3, List.of()), T0.plusSeconds(600), T0);

        assertThat(ledger.permits(T0.plusSeconds(16), PATIENCE)).isZero();
    }

    @ParameterizedTest(name = "a scheduler whose clock is {0} s ahead")
    @ValueSource(ints = {-600, -20, 0, 20, 600})
    void asksThoughTheSchedulersClockIsWrong(int ahead) {
        var ledger = ClassLedger.EMPTY
                .reported(report(0, List.of()), T0.plusSeconds(ahead), T0)
                .reported(report(3, List.of()), T0.plusSeconds(2 + ahead), T0.plusSeconds(2));

        assertThat(ledger.permits(T0.plusSeconds(17), PATIENCE)).isEqualTo(3);
        assertThat(ledger.permits(T0.plusSeconds(18), PATIENCE)).isZero();
    }

    @Test
    void hearsANewLeaderWhoseClockIsBehindThatOfTheLast() {
        var ledger = ClassLedger.EMPTY
                .reported(report(0, List.of()), T0, T0)
                .reported(report(3, List.of()), T0.minusSeconds(40), T0.plusSeconds(20));

        assertThat(ledger.permits(T0.plusSeconds(20), PATIENCE)).isEqualTo(3);
    }

    @Test
    void freesThePermitOfAJobThatIsOver() {
        var ledger = ClassLedger.EMPTY.taken(7, T0).reported(report(1, List.of()), T0, T0);

        assertThat(ledger.over(7).permits(T0, PATIENCE)).isEqualTo(1);
    }

    @Test
    void forgetsAJobThatNoReportNamedForLong() {
        var ledger = ClassLedger.EMPTY.reported(report(1, List.of()), T0, T0).taken(7, T0);
        Instant end = T0.plus(ClassLedger.FORGOTTEN_AFTER);

        for (Instant now = T0; !now.isAfter(end.plusSeconds(10)); now = now.plusSeconds(10)) {
            assertThat(ledger.permits(now, PATIENCE)).as("at %s", now).isEqualTo(now.isAfter(end) ? 1 : 0);
            Instant next = now.plusSeconds(10);
            ledger = ledger.reported(report(1, List.of()), next, next);
        }
    }

    @Test
    void keepsThePlacesOfWhatWasHandedOverToASchedulerThatWasAwayForLong() {
        Instant back = T0.plus(ClassLedger.FORGOTTEN_AFTER).plusSeconds(1);

        var ledger = ClassLedger.EMPTY
                .reported(report(2, List.of()), T0, T0)
                .taken(7, T0)
                .taken(8, T0)
                .reported(report(2, List.of()), back, back);

        assertThat(ledger.permits(back, PATIENCE)).isZero();
        assertThat(ledger.reported(report(1, List.of(7L)), back.plusSeconds(2), back.plusSeconds(2))
                        .permits(back.plusSeconds(2), PATIENCE))
                .isZero();
    }

    private static ClassCapacity report(int free, List<Long> recent) {
        return new ClassCapacity("small", 10, 10 - free, 0, free, recent);
    }
}
