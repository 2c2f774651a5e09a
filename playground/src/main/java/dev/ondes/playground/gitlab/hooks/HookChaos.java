package dev.ondes.playground.gitlab.hooks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What a bad way does to deliveries: they come late and so out of order, some come again, and one that nobody takes is sent
 * again until somebody does, as by a proxy. None gets lost; for that there are faults. The seed and a delivery's number
 * decide.
 *
 * @param latest no delivery sets out later than this after what it tells
 * @param repeated how many of them come twice, from 0 to 1
 * @param untilTaken whether one that failed is sent again
 */
public record HookChaos(long seed, Duration latest, double repeated, boolean untilTaken) {
    /** A good way: at once, once, and a delivery that failed is gone. */
    public static final HookChaos NONE = new HookChaos(0, Duration.ZERO, 0, false);

    /** A bad one. */
    public static HookChaos of(long seed) {
        return new HookChaos(seed, Duration.ofMillis(300), 0.2, true);
    }

    /** How long a delivery waits before it sets out, and how long then before it does so again, if it does. */
    List<Duration> pauses(long number) {
        List<Duration> pauses = new ArrayList<>();
        if (latest.isZero()) {
            pauses.add(Duration.ZERO);
        } else {
            RandomGenerator random =
                    RandomGeneratorFactory.of("SplittableRandom").create(seed * 1_000_003 + number);
            pauses.add(Duration.ofNanos(random.nextLong(latest.toNanos())));
            if (random.nextDouble() < repeated) {
                pauses.add(Duration.ofNanos(random.nextLong(latest.toNanos())));
            }
        }
        return List.copyOf(pauses);
    }
}
