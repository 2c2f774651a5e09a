package dev.ondes.alerter.console.view;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the runbooks are, one for each alert by its name. */
public record Runbooks(Optional<URI> folder) {
    @Nullable
    String of(String alert) {
        return folder.map(URI::toString)
                .map(base -> (base.endsWith("/") ? base : base + "/") + alert + ".md")
                .orElse(null);
    }
}
