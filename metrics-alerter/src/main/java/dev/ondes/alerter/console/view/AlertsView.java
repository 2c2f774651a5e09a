package dev.ondes.alerter.console.view;

import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What fires, what fired, and what is watched.
 *
 * @param ended newest first, of the last day
 * @param silences those in force
 * @param deeds what operators did by hand, newest first
 * @param watchdog whether the rule that always fires does, so that somebody would miss us
 */
public record AlertsView(
        List<Firing> firing,
        List<SilenceRow> silences,
        List<Ended> ended,
        List<DeedRow> deeds,
        List<RuleRow> rules,
        boolean watchdog) {
    private static final int MOST = 200;

    /**
     * One that fires.
     *
     * @param description with figures and who is hit, as it was when people were told; empty before
     * @param told who has taken it
     * @param asked whether the link that led here is about it
     */
    public record Firing(AlertRow alert, String description, String told, boolean asked) {}

    /** One that is over. */
    public record Ended(
            String name,
            String about,
            Mark severity,
            String summary,
            Times.Stamp began,
            Times.Stamp ended,
            String took,
            String told,
            boolean asked,
            @Nullable String runbook) {}

    /** What is watched. */
    public record RuleRow(
            String name,
            Mark severity,
            String summary,
            String threshold,
            String clearBelow,
            String holdsFor,
            @Nullable String keepsFiring,
            List<String> exceptions,
            String inhibitedBy,
            @Nullable String runbook) {}

    /**
     * The page.
     *
     * @param asked the id of an alert that somebody came for; empty for none
     */
    public static AlertsView of(Moment moment, Rulebook rulebook, String asked) {
        Times times = moment.times();
        Map<String, KnownAlert> known = moment.fleet().alerts().stream()
                .collect(Collectors.toMap(KnownAlert::id, alert -> alert, (one, _) -> one));
        return new AlertsView(
                AlertRow.all(moment.firing(), times, rulebook).stream()
                        .map(alert -> firing(alert, Optional.ofNullable(known.get(alert.id())), asked))
                        .toList(),
                SilenceRow.all(moment),
                moment.fleet().alerts().stream()
                        .filter(alert -> !alert.fires())
                        .flatMap(alert -> Stream.ofNullable(alert.resolved()))
                        .sorted(Comparator.comparing(
                                        (KnownAlert.Resolved one) -> one.said().resolvedAt())
                                .reversed())
                        .limit(MOST)
                        .map(one -> ended(one.said(), times, rulebook, asked))
                        .toList(),
                DeedRow.all(moment),
                rulebook.rules().stream().map(rule -> rule(rule, rulebook)).toList(),
                moment.firing().stream().anyMatch(alert -> alert.rule().name().equals(StandardRules.WATCHDOG)));
    }

    private static Firing firing(AlertRow row, Optional<KnownAlert> known, String asked) {
        Optional<AlertFiring> said = known.filter(KnownAlert::fires)
                .flatMap(alert -> Optional.ofNullable(alert.firing()))
                .map(KnownAlert.Firing::said);
        return new Firing(
                row,
                said.map(AlertFiring::description).map(Text::shown).orElse(""),
                said.map(AlertFiring::told).map(AlertsView::told).orElse(""),
                row.id().equals(asked));
    }

    private static Ended ended(AlertResolved said, Times times, Rulebook rulebook, String asked) {
        String about = said.jobClass() != null ? said.jobClass() : said.about() == null ? "" : said.about();
        return new Ended(
                said.alert(),
                Text.shown(about),
                Mark.of(said.severity()),
                Text.shown(said.summary()),
                times.at(said.firedAt()),
                times.at(said.resolvedAt()),
                Times.took(Duration.between(said.firedAt(), said.resolvedAt())),
                said.told() == null ? "" : told(said.told()),
                said.alertId().equals(asked),
                rulebook.runbook(said.alert()));
    }

    private static RuleRow rule(Rule rule, Rulebook rulebook) {
        return new RuleRow(
                rule.name(),
                Mark.of(rule.severity()),
                rule.summary(),
                Measures.of(rule.signal(), rule.threshold()),
                Measures.of(rule.signal(), rule.clearBelow()),
                Times.took(rule.holdsFor()),
                rule.keepsFiring().isZero() ? null : Times.took(rule.keepsFiring()),
                rule.perClass().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one -> Text.shown(one.getKey()) + ": " + Measures.of(rule.signal(), one.getValue()))
                        .toList(),
                rule.inhibitedBy().stream().sorted().collect(Collectors.joining(", ")),
                rulebook.runbook(rule.name()));
    }

    private static String told(List<String> receivers) {
        return receivers.stream().map(Text::shown).collect(Collectors.joining(", "));
    }
}
