package dev.ondes.alerter.meter;

import dev.ondes.alerter.journal.Keeper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.BooleanSupplier;

/**
 * Answers whoever asks for metrics 503 while they are those of some time of the day: a scrape that fails is a gap, which Prometheus bridges,
 * but a counter that climbs from 0 while the journal is read is a day's jobs within a minute. Any thread.
 */
@ApplicationScoped
class MetricsGate {
    private static final int BEFORE_ALL_ELSE = 100;
    private static final String PATH = "/q/metrics";
    private static final int NOT_YET = 503;

    private final BooleanSupplier open;

    @Inject
    MetricsGate(Keeper keeper) {
        this(keeper::isOfNow);
    }

    MetricsGate(BooleanSupplier open) {
        this.open = open;
    }

    void register(@Observes Filters filters) {
        filters.register(this::pass, BEFORE_ALL_ELSE);
    }

    void pass(RoutingContext request) {
        if (request.normalizedPath().startsWith(PATH) && !open.getAsBoolean()) {
            request.response()
                    .setStatusCode(NOT_YET)
                    .putHeader("Retry-After", "5")
                    .end("the journal is still being read: figures would be those of some time of the day\n");
        } else {
            request.next();
        }
    }
}
