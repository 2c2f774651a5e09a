package dev.ondes.alerter.fleet;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A part of what is known, with the time at which it was said. Of two sayings one wins whatever came first, so that the order in
 * which events arrive changes nothing: by their time, then by their text.
 */
interface Said {
    Instant saidAt();

    private static Comparator<Said> order() {
        return Comparator.comparing(Said::saidAt).thenComparing(Object::toString);
    }

    /** For what happens once: the first saying is the true one, later ones repeat it. */
    static <T extends Said> T first(@Nullable T one, T other) {
        return one == null || order().compare(other, one) < 0 ? other : one;
    }

    /** For what may change: the last saying counts. */
    static <T extends Said> T last(@Nullable T one, T other) {
        return one == null || order().compare(other, one) > 0 ? other : one;
    }
}
