package dev.ondes.spot.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ApiLimiterTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final ApiLimiter limiter = new ApiLimiter(2, nanos::get);

    @Test
    void letsASecondsWorthPassAtOnceAndThenNoMore() {
        List<String> passed = new CopyOnWriteArrayList<>();
        limiter.acquire(NOON);
        limiter.acquire(NOON);

        Thread waiting = Thread.startVirtualThread(() -> {
            limiter.acquire(NOON);
            passed.add("third");
        });
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(passed).isEmpty();

        nanos.addAndGet(500_000_000L);
        await().until(() -> passed.equals(List.of("third")));
    }

    @Test
    void theMostUrgentGoesFirstWhoeverCameFirst() {
        // Given
        List<String> passed = new CopyOnWriteArrayList<>();
        limiter.acquire(NOON);
        limiter.acquire(NOON);
        waiter(passed, "maintenance", NOON.plusSeconds(86_400));
        waiter(passed, "rebalance", NOON.plusSeconds(600));
        waiter(passed, "spot", NOON.plusSeconds(120));

        // When, Then
        for (int i = 1; i <= 3; i++) {
            int so = i;
            nanos.addAndGet(500_000_000L);
            await().until(() -> passed.size() == so);
        }
        assertThat(passed).containsExactly("spot", "rebalance", "maintenance");
    }

    private void waiter(List<String> passed, String name, Instant urgency) {
        Thread thread = Thread.startVirtualThread(() -> {
            limiter.acquire(urgency);
            passed.add(name);
        });
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }
}
