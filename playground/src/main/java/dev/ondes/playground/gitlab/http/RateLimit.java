package dev.ondes.playground.gitlab.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/** So many calls per key and minute; zero for any number. Thread-safe. */
public final class RateLimit {
    private record Window(Instant end, int calls) {}

    private final Clock clock;
    private final IntSupplier perMinute;
    private final Map<String, Window> windows = new HashMap<>();

    public RateLimit(Clock clock, IntSupplier perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
    }

    /** Counts a call; one too many is answered by 429 with {@code Retry-After}. */
    public synchronized void pass(String key) {
        int limit = perMinute.getAsInt();
        Instant now = clock.instant();
        if (limit <= 0) {
            return;
        }
        Window window = windows.get(key);
        if (window == null || !now.isBefore(window.end())) {
            windows.values().removeIf(old -> !now.isBefore(old.end()));
            window = new Window(now.plusSeconds(60), 0);
        }
        windows.put(key, new Window(window.end(), window.calls() + 1));
        if (window.calls() >= limit) {
            long wait = Duration.between(now, window.end()).toSeconds() + 1;
            throw HttpError.message(
                    429,
                    "This endpoint has been requested too many times. Try again later.",
                    Map.of("Retry-After", Long.toString(wait)));
        }
    }
}
