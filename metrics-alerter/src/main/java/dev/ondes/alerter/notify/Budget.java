package dev.ondes.alerter.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * So many messages in so much time and no more: whatever goes in circles, people's chats are not flooded. Not thread-safe.
 */
final class Budget {
    private final int most;
    private final Duration within;
    private final Deque<Instant> spent = new ArrayDeque<>();

    Budget(int most, Duration within) {
        this.most = most;
        this.within = within;
    }

    /** The last one reached nobody. */
    void giveBack() {
        spent.pollLast();
    }

    /** How long to wait before the next one; zero, and spent, where there is none to wait for. */
    Duration spend(Instant now) {
        while (!spent.isEmpty() && !spent.getFirst().plus(within).isAfter(now)) {
            spent.removeFirst();
        }
        if (spent.size() < most) {
            spent.addLast(now);
            return Duration.ZERO;
        }
        return Duration.between(now, spent.getFirst().plus(within));
    }
}
