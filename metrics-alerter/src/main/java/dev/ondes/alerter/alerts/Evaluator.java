package dev.ondes.alerter.alerts;

import dev.ondes.alerter.alerts.Alert.Quiet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Holds everything that is known against every rule. Pure: the same looks in the same order come to the same alerts. */
record Evaluator(List<Rule> rules, List<Maintenance> maintenance) {

    Evaluator {
        rules = List.copyOf(rules);
        maintenance = List.copyOf(maintenance);
    }

    Set<Duration> windows() {
        return Signals.windows(rules);
    }

    /**
     * One look. While nothing is heard, nothing begins or ends. A class or queue that is gone has 0 as soon as that it is gone is known; a
     * value that can't be told is held against the rule as missing.
     */
    Evaluation look(Map<AlertKey, Watched> before, Seen seen) {
        Map<AlertKey, Watched> after = new HashMap<>();
        List<Alert> firing = new ArrayList<>();
        for (Rule rule : rules) {
            Map<String, OptionalDouble> values = Signals.read(rule.signal(), seen);
            boolean quiet = Signals.isOfFleet(rule.signal()) && !seen.isFresh();
            for (String subject : subjects(rule, values, before)) {
                AlertKey key = new AlertKey(rule.name(), subject);
                OptionalDouble told = values.get(subject);
                OptionalDouble value =
                        told == null ? Signals.gone(rule.signal(), seen) : sure(told, rule, subject, seen);
                Watched was = before.getOrDefault(key, new Watched.Well());
                Watched now = quiet ? was : Watched.next(was, rule, subject, value, seen.at());
                switch (now) {
                    case Watched.Well _ -> {}
                    case Watched.Waiting _ -> after.put(key, now);
                    case Watched.Firing(Instant since, Instant firedAt) -> {
                        after.put(key, now);
                        firing.add(new Alert(key, rule, since, firedAt, value, Quiet.TOLD));
                    }
                    case Watched.Recovering(Instant since, Instant firedAt, Instant _) -> {
                        after.put(key, now);
                        firing.add(new Alert(key, rule, since, firedAt, value, Quiet.TOLD));
                    }
                }
            }
        }
        return new Evaluation(after, quieted(firing, seen));
    }

    /** Not that it is below, where it may be more. */
    private static OptionalDouble sure(OptionalDouble value, Rule rule, String subject, Seen seen) {
        boolean below = value.isPresent() && value.getAsDouble() <= rule.threshold(subject);
        return below && Signals.mayBeMore(rule.signal(), subject, seen) ? OptionalDouble.empty() : value;
    }

    private static Set<String> subjects(Rule rule, Map<String, OptionalDouble> values, Map<AlertKey, Watched> before) {
        Set<String> subjects = new HashSet<>(values.keySet());
        before.keySet().stream()
                .filter(key -> key.rule().equals(rule.name()))
                .map(AlertKey::subject)
                .forEach(subjects::add);
        return subjects;
    }

    private List<Alert> quieted(List<Alert> firing, Seen seen) {
        Set<String> names = new HashSet<>();
        firing.forEach(alert -> names.add(alert.rule().name()));
        return firing.stream()
                .map(alert -> new Alert(
                        alert.key(),
                        alert.rule(),
                        alert.since(),
                        alert.firedAt(),
                        alert.value(),
                        quiet(alert, names, seen)))
                .toList();
    }

    private Quiet quiet(Alert alert, Set<String> firing, Seen seen) {
        AlertKey key = alert.key();
        if (maintenance.stream().anyMatch(window -> window.covers(key, seen.at()))) {
            return Quiet.MAINTENANCE;
        }
        if (seen.fleet().silences().stream()
                .anyMatch(silence -> silence.isInForce(seen.at()) && silence.covers(key.rule(), key.subject()))) {
            return Quiet.SILENCED;
        }
        return alert.rule().inhibitedBy().stream().anyMatch(firing::contains) ? Quiet.INHIBITED : Quiet.TOLD;
    }
}
