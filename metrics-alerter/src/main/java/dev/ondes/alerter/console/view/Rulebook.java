package dev.ondes.alerter.console.view;

import dev.ondes.alerter.alerts.Rule;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules that are watched, and what to do about each.
 *
 * @param folder where the runbooks are, one for each alert by its name
 */
public record Rulebook(List<Rule> rules, Optional<URI> folder) {
    public Rulebook {
        rules = List.copyOf(rules);
    }

    @Nullable
    String runbook(String alert) {
        return folder.map(URI::toString)
                .map(base -> (base.endsWith("/") ? base : base + "/") + alert + ".md")
                .orElse(null);
    }
}
