package dev.ondes.playground.e2e;

import dev.ondes.playground.platform.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
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
        return Stream.concat(
                        world.platform().schedulers().stream(),
                        Stream.of(world.platform().dispatcher()))
                .map(service ->
                        service.name() + (service.alive() ? " runs" : " does not run") + "\n" + lastLines(service))
                .collect(Collectors.joining("\n", "left in the cluster: " + world.left() + "\n", ""));
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
