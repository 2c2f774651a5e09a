package dev.ondes.alerter.console.view;

import dev.ondes.alerter.console.act.SilenceWish;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The form by which an alert is silenced.
 *
 * @param id of the silence that may come of it
 * @param about as the server has it
 * @param aboutShown as it is shown; empty where the alert is about everything
 */
public record SilenceForm(String id, String alert, String about, String aboutShown, List<Length> lengths) {
    private static final List<Length> LENGTHS = Stream.of(
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(4),
                    Duration.ofHours(8),
                    SilenceWish.LONGEST)
            .map(length -> new Length(length.toMinutes(), Times.took(length)))
            .toList();

    /** One to choose. */
    public record Length(long minutes, String text) {}

    public static SilenceForm of(String id, String alert, String about) {
        return new SilenceForm(id, Text.shown(alert), about, Text.shown(about), LENGTHS);
    }

    public int longestReason() {
        return SilenceWish.LONGEST_REASON;
    }
}
