package dev.ondes.playground.e2e;

import dev.ondes.playground.platform.ImageBuilding;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Service;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Adds to a failed scenario's message what the platform looked like at that moment: where the tests ran on a machine
 * that is gone by now, the message is all that is left.
 */
final class Evidence implements TestExecutionExceptionHandler {
    private static final int LINES = 12;

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
        World world = ((Scenario) context.getRequiredTestInstance()).world();
        throw new AssertionError(failure.getMessage() + "\n" + of(world), failure);
    }

    private static String of(World world) {
        return services(world.platform())
                .map(service ->
                        service.name() + (service.alive() ? " runs" : " does not run") + "\n" + lastLines(service))
                .collect(Collectors.joining("\n", cluster(world) + "\n", ""));
    }

    private static Stream<Service> services(Platform platform) {
        return Stream.of(
                        platform.schedulers().stream(),
                        Stream.of(platform.dispatcher()),
                        platform.images().map(ImageBuilding::builder).stream())
                .flatMap(Function.identity());
    }

    private static String cluster(World world) {
        try {
            return "left in the cluster: " + world.left() + "\n" + pods(world);
        } catch (KubernetesClientException e) {
            return "the cluster doesn't answer: " + e.getMessage();
        }
    }

    private static String pods(World world) {
        return world.kubernetes().pods().inNamespace(world.cluster().namespace()).list().getItems().stream()
                .map(Evidence::of)
                .collect(Collectors.joining("\n"));
    }

    private static String of(Pod pod) {
        PodStatus status = pod.getStatus();
        return "  pod " + pod.getMetadata().getName() + " " + status.getPhase() + " on "
                + pod.getSpec().getNodeName() + ", deleted " + pod.getMetadata().getDeletionTimestamp() + ", "
                + status.getConditions().stream()
                        .map(condition -> condition.getType() + "=" + condition.getStatus())
                        .collect(Collectors.joining(" "))
                + Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                        .flatMap(List::stream)
                        .map(container -> "\n    " + container.getName() + " " + container.getState())
                        .collect(Collectors.joining());
    }

    private static String lastLines(Service service) {
        try {
            // Each look of a waiting test at a service that starts leaves a line.
            List<String> lines = Files.readAllLines(service.log()).stream()
                    .filter(line -> !line.contains("Reporting health down"))
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
                    .map(line -> "  " + line)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "  no log: " + e;
        }
    }
}
