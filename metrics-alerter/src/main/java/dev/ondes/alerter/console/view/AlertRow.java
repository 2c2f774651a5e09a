package dev.ondes.alerter.console.view;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.StandardRules;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert that fires.
 *
 * @param id the same in events and in links
 * @param about the class or queue that it is about; empty where it is about everything
 * @param value with its unit; {@code unknown} where it can't be told
 * @param quiet why nobody is told of it; empty where people are
 * @param look where its cause is to be seen
 * @param silence where it can be silenced
 */
public record AlertRow(
        String id,
        String anchor,
        Mark severity,
        String name,
        String summary,
        String about,
        String value,
        String threshold,
        Times.Age since,
        String quiet,
        Look look,
        String silence,
        @Nullable String runbook) {

    /** Its id, in a query. */
    public String idInUrl() {
        return Links.encoded(id);
    }

    /** Those that people are told of, most urgent and newest first; without the watchdog, which always fires. */
    static List<AlertRow> all(List<Alert> firing, Times times, Rulebook rulebook) {
        return firing.stream()
                .filter(alert -> !alert.rule().name().equals(StandardRules.WATCHDOG))
                .sorted(Comparator.comparing(Alert::quiet)
                        .thenComparing(alert -> alert.rule().severity())
                        .thenComparing(Comparator.comparing(Alert::since).reversed()))
                .map(alert -> of(alert, times, rulebook))
                .toList();
    }

    private static AlertRow of(Alert alert, Times times, Rulebook rulebook) {
        return new AlertRow(
                alert.key().id(),
                Links.anchor(alert.key().id()),
                Mark.of(alert.rule().severity()),
                alert.rule().name(),
                alert.rule().summary(),
                Text.shown(alert.key().subject()),
                alert.value().isPresent()
                        ? Measures.of(alert.rule().signal(), alert.value().getAsDouble())
                        : "unknown",
                Measures.of(alert.rule().signal(), alert.threshold()),
                times.since(alert.since()),
                switch (alert.quiet()) {
                    case TOLD -> "";
                    case INHIBITED, MAINTENANCE, SILENCED -> alert.quiet().sentence();
                },
                Look.at(alert),
                Query.of("/silences/new")
                        .with("alert", alert.rule().name())
                        .with("about", alert.key().subject())
                        .link(),
                rulebook.runbook(alert.rule().name()));
    }
}
