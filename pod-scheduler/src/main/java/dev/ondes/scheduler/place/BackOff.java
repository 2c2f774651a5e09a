package dev.ondes.scheduler.place;

import dev.ondes.contracts.retry.Backoff;
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
        return new Backoff(first, longest).after(level);
    }
}
