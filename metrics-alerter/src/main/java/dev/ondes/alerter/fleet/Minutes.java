package dev.ondes.alerter.fleet;

import java.time.Duration;
import java.time.Instant;

/** Outcomes of one class by the minute in which they were said, for a day. Not thread-safe. */
final class Minutes {
    private static final int KEPT = 1_440;

    private final long[] minute = new long[KEPT];
    private final short[] completed = new short[KEPT];
    private final short[] system = new short[KEPT];
    private final short[] script = new short[KEPT];

    void add(Instant at, Outcomes outcome) {
        long when = at.getEpochSecond() / 60;
        int slot = (int) Math.floorMod(when, (long) KEPT);
        if (minute[slot] > when) {
            return;
        }
        if (minute[slot] < when) {
            minute[slot] = when;
            completed[slot] = 0;
            system[slot] = 0;
            script[slot] = 0;
        }
        completed[slot] = plus(completed[slot], outcome.completed());
        system[slot] = plus(system[slot], outcome.system());
        script[slot] = plus(script[slot], outcome.script());
    }

    /** The minutes that began within the window, the one that runs included. */
    Outcomes within(Instant now, Duration window) {
        long last = now.getEpochSecond() / 60;
        long first = last - Math.min(KEPT - 1, Math.max(1, window.toMinutes()) - 1);
        int all = 0;
        int ours = 0;
        int theirs = 0;
        for (long when = first; when <= last; when++) {
            int slot = (int) Math.floorMod(when, (long) KEPT);
            if (minute[slot] == when) {
                all += completed[slot];
                ours += system[slot];
                theirs += script[slot];
            }
        }
        return new Outcomes(all, ours, theirs);
    }

    private static short plus(short one, int other) {
        return (short) Math.min(Short.MAX_VALUE, one + other);
    }
}
