package dev.ondes.scheduler.place;

import java.time.Duration;

/**
 * When something that fails is left alone, and for how long.
 *
 * @param failures how many, within the window, are too many
 * @param window also the time without a failure after which the pause is halved
 * @param first pause; doubled each time that it fails again afterwards
 * @param longest pause
 */
public record BackOff(int failures, Duration window, Duration first, Duration longest) {

    /** The pause of a level, 1 being the first. */
    Duration pause(int level) {
        Duration pause = first;
        for (int i = 1; i < level && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
