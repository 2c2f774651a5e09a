package dev.ondes.dispatcher.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.dispatcher.testing.Wiring;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.MutableClock;

/**
 * A scheduler that accepts jobs late, ends them at random, is away for minutes at times, and whose reports are delayed and swapped; a
 * dispatcher that is killed now and then: while it asks only with a permit, the class never holds more jobs than its limit.
 */
class ClassLimitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private final MutableClock clock = MutableClock.of(Wiring.START, ZoneOffset.UTC);
    private final Deque<Long> queue = new ArrayDeque<>();
    private final List<Accepted> accepted = new ArrayList<>();
    private final List<Long> active = new ArrayList<>();
    private final List<Sent> underWay = new ArrayList<>();
    private Instant newestHeard = Instant.MIN;

    private record Accepted(long id, Instant at) {}

    private record Sent(CapacityReported report, Instant made) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 20260501, 424242})
    void isNeverExceededWhoeverIsAwayOrKilled(long seed) {
        var random = new Random(seed);
        int limit = 1 + random.nextInt(8);
        Permits permits = start();
        boolean away = false;
        long taken = 0;
        for (int step = 0; step < 3_000; step++) {
            clock.add(Duration.ofMillis(random.nextInt(away ? 20_000 : 400)));
            if (random.nextInt(away ? 20 : 100) == 0) {
                away = !away;
            }
            switch (random.nextInt(away ? 3 : 6)) {
                case 0 -> {
                    if (permits.of("small") > 0) {
                        taken++;
                        permits.taken("small", taken);
                        queue.add(taken);
                    }
                }
                case 1 -> {
                    if (!active.isEmpty() && random.nextBoolean()) {
                        active.remove(random.nextInt(active.size()));
                    }
                }
                case 2 -> {
                    if (random.nextInt(20) == 0) {
                        permits = start();
                    }
                }
                case 3 -> accept();
                case 4 -> report(limit);
                default -> hear(permits, random);
            }
            assertThat(queue.size() + active.size())
                    .as("seed %d, step %d", seed, step)
                    .isLessThanOrEqualTo(limit);
        }
        assertThat(taken).as("seed %d: jobs taken", seed).isGreaterThan(20);
    }

    /** What was overtaken is handled within the same moment, and isn't heard again. */
    private Permits start() {
        underWay.removeIf(sent -> sent.made().isBefore(newestHeard));
        underWay.sort(Comparator.comparing(Sent::made));
        return new Permits(clock, PATIENCE, new UnseenJobs(folder), _ -> {});
    }

    private void accept() {
        if (!queue.isEmpty()) {
            long id = queue.removeFirst();
            active.add(id);
            accepted.add(new Accepted(id, clock.instant()));
        }
    }

    private void report(int limit) {
        accepted.removeIf(job -> job.at().isBefore(clock.instant().minusSeconds(60)));
        List<Long> recent = accepted.stream().map(Accepted::id).toList();
        var room = new ClassCapacity("small", limit, active.size(), 0, limit - active.size(), recent);
        underWay.add(new Sent(new CapacityReported(List.of(room)), clock.instant()));
        if (underWay.size() > 10) {
            underWay.removeFirst();
        }
    }

    private void hear(Permits permits, Random random) {
        if (!underWay.isEmpty()) {
            Sent sent = underWay.remove(random.nextInt(Math.min(3, underWay.size())));
            newestHeard = sent.made().isAfter(newestHeard) ? sent.made() : newestHeard;
            permits.reported(sent.report(), sent.made());
        }
    }
}
