package dev.ondes.alerter.meter;

import dev.ondes.authorities.Authorities;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
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
     * @param instance of this process: replicas have series of their own, or their figures would mix in one
     * @param authorities whom a collector with TLS must be known by
     * @param ofNow whether figures are those of now; nothing is pushed before
     */
    public static Otlp start(URI url, Duration every, String instance, Authorities authorities, BooleanSupplier ofNow) {
        var sender = new TrustingSender(authorities);
        var post = new OtlpHttpMetricsSender(sender);
        var registry = OtlpMeterRegistry.builder(new Config(url, every, instance))
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

    /**
     * Who pushes.
     *
     * @param told by the environment ({@code OTEL_RESOURCE_ATTRIBUTES}, {@code OTEL_SERVICE_NAME}), which knows better
     */
    static Map<String, String> resource(Map<String, String> told, String instance) {
        Map<String, String> resource = new HashMap<>();
        resource.put("service.name", "ondes-metrics-alerter");
        resource.put("service.instance.id", instance);
        resource.putAll(told);
        return resource;
    }

    /** Settings come from ours, not from those of Micrometer; but who pushes, the environment may say. */
    private record Config(URI address, Duration every, String instance) implements OtlpConfig {
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
            return resource(OtlpConfig.super.resourceAttributes(), instance);
        }
    }
}
