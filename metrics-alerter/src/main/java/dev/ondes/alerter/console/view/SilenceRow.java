package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Silence;
import java.util.Comparator;
import java.util.List;

/**
 * A silence that is in force.
 *
 * @param about a class or queue; empty for all
 * @param by who silenced it
 */
public record SilenceRow(
        String id, String alert, String about, String by, String reason, Times.Stamp from, Times.Stamp until) {

    /** Those that end first come first. */
    static List<SilenceRow> all(Moment moment) {
        Times times = moment.times();
        return moment.fleet().silences().stream()
                .filter(silence -> silence.isInForce(times.now()))
                .sorted(Comparator.comparing((Silence silence) -> silence.said().until()))
                .map(silence -> of(silence, times))
                .toList();
    }

    private static SilenceRow of(Silence silence, Times times) {
        String about = silence.said().about();
        return new SilenceRow(
                silence.id(),
                Text.shown(silence.said().alert()),
                about == null ? "" : Text.shown(about),
                Text.shown(silence.said().by()),
                Text.shown(silence.said().reason()),
                times.at(silence.said().from()),
                times.at(silence.said().until()));
    }
}
