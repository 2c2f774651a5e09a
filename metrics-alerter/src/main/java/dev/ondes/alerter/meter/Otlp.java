package dev.ondes.alerter.meter;

import dev.ondes.authorities.Authorities;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Pushes all metrics by OTLP, beside what Prometheus fetches, where an address is set. */
public final class Otlp implements AutoCloseable {
    private final OtlpMeterRegistry registry;
    private final TrustingSender sender;

    private Otlp(OtlpMeterRegistry registry, TrustingSender sender) {
        this.registry = registry;
        this.sender = sender;
    }

    /**
     * Begins to push. To be called before anything is counted: a registry that comes later counts from then on.
     *
     * @param authorities whom a collector with TLS must be known by
     * @param ofNow whether figures are those of now; nothing is pushed before
     */
    public static Otlp start(URI url, Duration every, Authorities authorities, BooleanSupplier ofNow) {
        var sender = new TrustingSender(authorities);
        var post = new OtlpHttpMetricsSender(sender);
        var registry = OtlpMeterRegistry.builder(new Config(url, every))
                .metricsSender(figures -> {
                    if (ofNow.getAsBoolean()) {
                        post.send(figures);
                    }
                })
                .build();
        Metrics.addRegistry(registry);
        return new Otlp(registry, sender);
    }

    @Override
    public void close() {
        Metrics.removeRegistry(registry);
        registry.close();
        sender.close();
    }

    /** Settings come from ours, not from those of Micrometer. */
    private record Config(URI address, Duration every) implements OtlpConfig {
        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public String url() {
            return address.toString();
        }

        @Override
        public Duration step() {
            return every;
        }

        @Override
        public Map<String, String> resourceAttributes() {
            return Map.of("service.name", "ondes-metrics-alerter");
        }
    }
}
