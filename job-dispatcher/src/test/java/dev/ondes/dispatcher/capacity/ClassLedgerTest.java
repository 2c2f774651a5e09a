package dev.ondes.dispatcher.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
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

    /**
     * A scheduler that accepts jobs late, ends them at random, and whose reports are delayed and swapped: a dispatcher that asks
     * only with a permit never lets the class hold more jobs than its limit.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 20260501, 424242})
    void neverLetsAClassHoldMoreThanItsLimit(long seed) {
        var random = new Random(seed);
        int limit = 1 + random.nextInt(8);
        Deque<Long> queue = new ArrayDeque<>();
        List<Long> active = new ArrayList<>();
        List<Long> accepted = new ArrayList<>();
        List<Instant> acceptedAt = new ArrayList<>();
        record Sent(ClassCapacity capacity, Instant made) {}
        List<Sent> underWay = new ArrayList<>();
        var ledger = ClassLedger.EMPTY;
        Instant now = T0;
        int taken = 0;
        for (int step = 0; step < 3_000; step++) {
            now = now.plusMillis(random.nextInt(400));
            switch (random.nextInt(5)) {
                case 0 -> {
                    if (!queue.isEmpty()) {
                        long id = queue.removeFirst();
                        active.add(id);
                        accepted.add(id);
                        acceptedAt.add(now);
                    }
                }
                case 1 -> {
                    if (!active.isEmpty() && random.nextBoolean()) {
                        active.remove(random.nextInt(active.size()));
                    }
                }
                case 2 -> {
                    List<Long> recent = new ArrayList<>();
                    for (int i = 0; i < accepted.size(); i++) {
                        if (acceptedAt.get(i).isAfter(now.minusSeconds(60))) {
                            recent.add(accepted.get(i));
                        }
                    }
                    underWay.add(new Sent(
                            new ClassCapacity("small", limit, active.size(), 0, limit - active.size(), recent), now));
                    if (underWay.size() > 10) {
                        underWay.removeFirst();
                    }
                }
                case 3 -> {
                    if (!underWay.isEmpty()) {
                        Sent sent = underWay.remove(random.nextInt(Math.min(3, underWay.size())));
                        ledger = ledger.reported(sent.capacity(), sent.made(), now);
                    }
                }
                default -> {
                    if (ledger.permits(now, PATIENCE) > 0) {
                        taken++;
                        ledger = ledger.taken(taken, now);
                        queue.add((long) taken);
                    }
                }
            }
            assertThat(queue.size() + active.size())
                    .as("seed %d, step %d", seed, step)
                    .isLessThanOrEqualTo(limit);
        }
        assertThat(taken).as("seed %d: jobs taken", seed).isGreaterThan(20);
    }

    private static ClassCapacity report(int free, List<Long> recent) {
        return new ClassCapacity("small", 10, 10 - free, 0, free, recent);
    }
}
