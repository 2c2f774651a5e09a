package dev.ondes.alerter.console.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/** What every answer tells browsers, and which requests are turned away at once. On the event loop: never blocks. */
@ApplicationScoped
public class Door {
    private static final int FIRST = 1000;
    private static final int FORBIDDEN = 403;

    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            // Not "no-referrer": browsers then say Origin: null with our own forms.
            "Referrer-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    void guard(@Observes Filters filters) {
        filters.register(this::pass, FIRST);
    }

    private void pass(RoutingContext context) {
        MultiMap answer = context.response().headers();
        answer.addAll(HEADERS).set("Content-Security-Policy", POLICY);
        // Files say themselves that they may be kept.
        context.addHeadersEndHandler(_ -> {
            if (!answer.contains("Cache-Control")) {
                answer.set("Cache-Control", "no-store");
            }
        });
        if (Origins.isOwn(context.request().method().name(), context.request().headers()::get)) {
            context.next();
        } else {
            context.response()
                    .setStatusCode(FORBIDDEN)
                    .putHeader("Content-Type", "text/plain")
                    .end(Origins.REFUSED);
        }
    }
}
