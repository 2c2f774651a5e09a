package dev.ondes.alerter.notify;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where people go from a message.
 *
 * @param console the console's address; no link without it
 * @param runbooks the folder of the runbooks, one for each alert by its name
 */
public record Links(Optional<URI> console, Optional<URI> runbooks) {
    public static final Links NONE = new Links(Optional.empty(), Optional.empty());

    @Nullable
    URI console(String alertId) {
        return console.map(base ->
                        URI.create(folder(base) + "alerts?id=" + URLEncoder.encode(alertId, StandardCharsets.UTF_8)))
                .orElse(null);
    }

    @Nullable
    URI runbook(String alert) {
        return runbooks.map(base -> URI.create(folder(base) + alert + ".md")).orElse(null);
    }

    private static String folder(URI base) {
        String text = base.toString();
        return text.endsWith("/") ? text : text + "/";
    }
}
