package dev.ondes.scheduler.pods;

import dev.ondes.contracts.job.Resources;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.contracts.pod.Usage;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the build container asks for, and may use at most. What the pod does not say is missing.
 *
 * @param memoryAsked bytes
 * @param memoryLimit bytes
 * @param cpuAsked cores
 * @param cpuLimit cores
 */
public record BuildSize(
        @Nullable Long memoryAsked,
        @Nullable Long memoryLimit,
        @Nullable BigDecimal cpuAsked,
        @Nullable BigDecimal cpuLimit) {
    public static final BuildSize UNSAID = new BuildSize(null, null, null, null);

    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
    private static final int DIGITS = 4;

    static BuildSize of(@Nullable PodSpec spec) {
        if (spec == null) {
            return UNSAID;
        }
        return Optional.ofNullable(spec.getContainers()).orElse(List.of()).stream()
                .filter(container -> PodLayout.BUILD_CONTAINER.equals(container.getName()))
                .findFirst()
                .map(Container::getResources)
                .map(BuildSize::of)
                .orElse(UNSAID);
    }

    private static BuildSize of(ResourceRequirements said) {
        BigDecimal memoryLimit = amount(said.getLimits(), "memory");
        BigDecimal cpuLimit = amount(said.getLimits(), "cpu");
        BigDecimal memory = amount(said.getRequests(), "memory");
        BigDecimal cpu = amount(said.getRequests(), "cpu");
        // Where only a limit is said, Kubernetes requests that.
        return new BuildSize(
                bytes(memory == null ? memoryLimit : memory),
                bytes(memoryLimit),
                cpu == null ? cpuLimit : cpu,
                cpuLimit);
    }

    private static @Nullable BigDecimal amount(@Nullable Map<String, Quantity> quantities, String resource) {
        Quantity quantity = quantities == null ? null : quantities.get(resource);
        return quantity == null ? null : quantity.getNumericalAmount();
    }

    private static @Nullable Long bytes(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.longValue();
    }

    /** Beside what it used, where that is known; null where nothing is. */
    public @Nullable Resources with(@Nullable Usage used) {
        Usage known = used == null ? new Usage(null, null, null, null) : used;
        var resources = new Resources(
                memoryAsked,
                memoryLimit,
                known.memoryPeak(),
                cpuAsked,
                cpuLimit,
                known.cpuMicros() == null
                        ? null
                        : BigDecimal.valueOf(known.cpuMicros()).divide(MICROS, DIGITS, RoundingMode.HALF_UP),
                throttled(known));
        return resources.equals(new Resources(null, null, null, null, null, null, null)) ? null : resources;
    }

    private static @Nullable BigDecimal throttled(Usage used) {
        return used.periods() == null || used.throttled() == null || used.periods() <= 0
                ? null
                : BigDecimal.valueOf(Math.min(used.throttled(), used.periods()))
                        .divide(BigDecimal.valueOf(used.periods()), DIGITS, RoundingMode.HALF_UP);
    }
}
