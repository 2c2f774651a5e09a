package dev.ondes.alerter.settings;

import dev.ondes.alerter.alerts.Maintenance;
import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.alerter.settings.AlerterSettings.RuleSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The standard rules, and what settings change of them. Pure. */
public final class Rules {
    private Rules() {}

    /**
     * All rules.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    public static List<Rule> of(Map<String, RuleSettings> settings) {
        Set<String> known = StandardRules.all().stream().map(Rule::name).collect(Collectors.toSet());
        settings.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "ondes.alerter.rules." + name + ": there is no such rule; there are "
                                    + known.stream().sorted().collect(Collectors.joining(", ")));
                });
        return StandardRules.all().stream()
                .filter(rule -> !settings.containsKey(rule.name())
                        || settings.get(rule.name()).enabled())
                .map(rule -> settings.containsKey(rule.name()) ? changed(rule, settings.get(rule.name())) : rule)
                .toList();
    }

    private static Rule changed(Rule rule, RuleSettings settings) {
        double threshold = settings.threshold().orElse(rule.threshold());
        // A threshold alone keeps the proportion.
        double clearBelow = rule.threshold() == 0 ? threshold : rule.clearBelow() * threshold / rule.threshold();
        return new Rule(
                rule.name(),
                settings.severity().orElse(rule.severity()),
                rule.signal(),
                threshold,
                settings.clearBelow().orElse(clearBelow),
                settings.holdsFor().orElse(rule.holdsFor()),
                settings.keepFiringFor().orElse(rule.keepsFiring()),
                settings.classes(),
                rule.missing(),
                rule.inhibitedBy(),
                rule.summary());
    }

    /** The maintenance windows. */
    public static List<Maintenance> maintenance(Map<String, AlerterSettings.MaintenanceSettings> settings) {
        return settings.values().stream()
                .map(one -> new Maintenance(
                        one.from(),
                        one.until(),
                        one.alerts().orElse(Set.of()),
                        one.classes().orElse(Set.of())))
                .toList();
    }
}
