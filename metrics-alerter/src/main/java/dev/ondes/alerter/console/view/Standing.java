package dev.ondes.alerter.console.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far what is shown can be believed.
 *
 * @param caughtUp whether the journal was read once
 * @param broker why the broker can't be heard, and since when
 * @param newestEvent the newest thing that was heard
 * @param gaps how often entries of the journal were missing
 */
public record Standing(boolean caughtUp, Optional<Away> broker, Optional<Instant> newestEvent, long gaps) {
    /** Schedulers say every two seconds what room they have. */
    private static final Duration QUIET = Duration.ofMinutes(2);

    /** The broker is not there. */
    public record Away(Instant since, String why) {}

    /** A sentence over the page. */
    public record Banner(Mark.Tone tone, String text, String detail) {}

    /** What must be said before anything else is looked at; mostly nothing. */
    List<Banner> banners(Times times) {
        List<Banner> banners = new ArrayList<>();
        broker.ifPresent(away -> banners.add(new Banner(
                Mark.Tone.OURS,
                "The broker is gone since " + times.at(away.since()).text() + ": what is shown is of then",
                Text.shown(away.why()))));
        if (!caughtUp) {
            banners.add(new Banner(
                    Mark.Tone.WAIT,
                    "The journal is being read: what is shown is of some time of the day, and grows",
                    newestEvent
                            .map(at -> "It was read up to " + times.at(at).whole())
                            .orElse("Nothing was read yet")));
        } else if (broker.isEmpty()) {
            silence(times).ifPresent(banners::add);
        }
        if (gaps > 0) {
            banners.add(new Banner(
                    Mark.Tone.WAIT,
                    "Entries of the journal are missing: figures of today are too small",
                    gaps == 1 ? "Once since the start" : gaps + " times since the start"));
        }
        return banners;
    }

    private Optional<Banner> silence(Times times) {
        if (newestEvent.isEmpty()) {
            return Optional.of(
                    new Banner(
                            Mark.Tone.WAIT,
                            "Nothing was ever heard: pages stay empty until a service speaks",
                            "The journal has no event of the last day. A pod-scheduler speaks every two seconds: does one run, and on this broker?"));
        }
        return newestEvent
                .filter(at -> Duration.between(at, times.now()).compareTo(QUIET) > 0)
                .map(at -> new Banner(
                        Mark.Tone.OURS,
                        "Nothing was heard since " + times.at(at).text()
                                + ": what is shown may be over, and more may wait",
                        "Either no service speaks, or the broker does not pass it on"));
    }
}
