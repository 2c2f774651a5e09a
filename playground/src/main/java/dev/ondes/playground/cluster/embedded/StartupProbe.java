package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a container's startup probe, as far as it is an exec, until it succeeds or has failed too often. */
final class StartupProbe {
    private static final Path NOWHERE = Path.of("/dev/null");

    private final Probe probe;
    private final Sandbox sandbox;
    private final ContainerPlace place;
    private final Map<String, String> environment;
    private final ContainerProcess container;

    StartupProbe(
            Probe probe,
            Sandbox sandbox,
            ContainerPlace place,
            Map<String, String> environment,
            ContainerProcess container) {
        this.probe = probe;
        this.sandbox = sandbox;
        this.place = place;
        this.environment = environment;
        this.container = container;
    }

    /** Calls one of them, unless the container ends first. */
    void watch(Runnable started, Runnable failed) {
        Thread.ofVirtual().name("startup probe " + place.id()).start(() -> {
            // The kubelet's first look comes too early to find the container, and the next one a period later.
            int period = seconds(probe.getPeriodSeconds(), 10);
            int firstLook = Math.max(seconds(probe.getInitialDelaySeconds(), 0), period);
            if (container.endsWithin(Duration.ofSeconds(firstLook))) {
                return;
            }
            int failures = 0;
            while (failures < seconds(probe.getFailureThreshold(), 3)) {
                if (succeeds()) {
                    started.run();
                    return;
                }
                failures++;
                if (container.endsWithin(Duration.ofSeconds(period))) {
                    return;
                }
            }
            failed.run();
        });
    }

    private boolean succeeds() {
        try {
            List<String> command = probe.getExec().getCommand();
            ContainerProcess attempt = ContainerProcess.start(sandbox, place, command, environment, NOWHERE);
            CompletableFuture<Integer> exit = attempt.exit();
            try {
                CompletableFuture.anyOf(exit, container.exit())
                        .get(seconds(probe.getTimeoutSeconds(), 1), TimeUnit.SECONDS);
                return exit.isDone() && exit.get() == 0;
            } finally {
                if (!exit.isDone()) {
                    attempt.end();
                }
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int seconds(Integer value, int otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }
}
