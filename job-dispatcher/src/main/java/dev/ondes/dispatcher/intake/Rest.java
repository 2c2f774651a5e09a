package dev.ondes.dispatcher.intake;

import java.time.Duration;

/** How an asking loop waits. A stop ends each wait. For the loop's thread alone. */
public interface Rest {
    /** Until the bell rings, or has rung since the last {@link #hush}, or the time is over. */
    void untilRung(Duration atMost) throws InterruptedException;

    /** The whole time, whatever rings; a ring is kept for later. */
    void fully(Duration time) throws InterruptedException;

    /** Forgets rings, since what they asked for is done next; whether there was one. */
    boolean hush();
}
