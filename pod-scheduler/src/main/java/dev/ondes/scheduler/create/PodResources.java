package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.JobClass;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Resources as the class file spells them, as Kubernetes' requests and limits. */
final class PodResources {
    private PodResources() {}

    static ResourceRequirements of(JobClass.Resources resources) {
        Map<String, Quantity> requests = new TreeMap<>();
        Map<String, Quantity> limits = new TreeMap<>();
        put(requests, "cpu", resources.cpu());
        put(limits, "cpu", resources.cpuLimit());
        put(requests, "memory", resources.memory());
        put(limits, "memory", resources.memoryLimit() == null ? resources.memory() : resources.memoryLimit());
        put(requests, "ephemeral-storage", resources.ephemeralStorage());
        put(
                limits,
                "ephemeral-storage",
                resources.ephemeralStorageLimit() == null
                        ? resources.ephemeralStorage()
                        : resources.ephemeralStorageLimit());
        return new ResourceRequirementsBuilder()
                .withRequests(requests)
                .withLimits(limits)
                .build();
    }

    private static void put(Map<String, Quantity> into, String name, @Nullable String quantity) {
        if (quantity != null) {
            into.put(name, Quantity.parse(quantity));
        }
    }
}
