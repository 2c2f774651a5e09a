package dev.ondes.scheduler.pods;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pod keeps from others on its node.
 *
 * @param cpuMillis thousandths of a CPU
 */
public record Requests(long cpuMillis, long memoryBytes) {

    static Requests of(@Nullable PodSpec spec) {
        if (spec == null) {
            return new Requests(0, 0);
        }
        // Init containers that go on are sidecars, and count like containers.
        Stream<Container> sidecars =
                orEmpty(spec.getInitContainers()).stream().filter(one -> "Always".equals(one.getRestartPolicy()));
        List<Container> all =
                Stream.concat(orEmpty(spec.getContainers()).stream(), sidecars).toList();
        return new Requests(
                sum(all, "cpu").movePointRight(3).longValue(),
                sum(all, "memory").longValue());
    }

    private static BigDecimal sum(List<Container> containers, String resource) {
        return containers.stream()
                .flatMap(container -> requested(container, resource).stream())
                .map(Quantity::getNumericalAmount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Where only a limit is said, Kubernetes requests that. */
    private static Optional<Quantity> requested(Container container, String resource) {
        var resources = container.getResources();
        if (resources == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(orEmpty(resources.getRequests()).get(resource))
                .or(() -> Optional.ofNullable(orEmpty(resources.getLimits()).get(resource)));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static Map<String, Quantity> orEmpty(@Nullable Map<String, Quantity> map) {
        return map == null ? Map.of() : map;
    }
}
