package dev.ondes.alerter.meter;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers whoever takes OpenMetrics, the form that has exemplars. Quarkus gives it only to who asks for it in one certain wording, which isn't Prometheus'. And
 * Prometheus drops a whole scrape with an exemplar beside a histogram's count, where Micrometer puts one, too. Any thread.
 */
@ApplicationScoped
@SuppressWarnings("deprecation")
class OpenMetrics {
    private static final int BEHIND_THE_GATE = 99;
    private static final String PATH = "/q/metrics";
    private static final String TYPE = "application/openmetrics-text";
    private static final String EXEMPLAR = " # {";

    private final PrometheusMeterRegistry registry;

    OpenMetrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    void register(@Observes Filters filters) {
        filters.register(this::pass, BEHIND_THE_GATE);
    }

    private void pass(RoutingContext request) {
        if (!request.normalizedPath().equals(PATH)
                || !request.request().method().equals(HttpMethod.GET)
                || !isWanted(request.request().getHeader("Accept"))) {
            request.next();
            return;
        }
        request.vertx().executeBlocking(this::text, false).onComplete(text -> {
            if (text.succeeded()) {
                request.response()
                        .putHeader("Content-Type", TextFormat.CONTENT_TYPE_OPENMETRICS_100)
                        .end(text.result());
            } else {
                request.fail(text.cause());
            }
        });
    }

    /** To who takes anything Quarkus, too, gives this form. */
    static boolean isWanted(@Nullable String accept) {
        return accept == null || accept.equals("*/*") || accept.contains(TYPE);
    }

    private String text() {
        return registry.scrape(TextFormat.CONTENT_TYPE_OPENMETRICS_100)
                .lines()
                .map(OpenMetrics::withoutExemplarOfCount)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    static String withoutExemplarOfCount(String line) {
        int name = line.indexOf('{');
        boolean count = name > 0 && line.startsWith("_count", name - "_count".length());
        int exemplar = count ? line.indexOf(EXEMPLAR, endOfLabels(line, name)) : -1;
        return exemplar < 0 ? line : line.substring(0, exemplar);
    }

    /** A label's value may hold whatever looks like an end, or like an exemplar. */
    private static int endOfLabels(String line, int begin) {
        boolean quoted = false;
        for (int i = begin; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '}' && !quoted) {
                return i;
            }
        }
        return line.length();
    }
}
