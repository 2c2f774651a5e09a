package dev.ondes.playground.cluster.embedded;

import dev.ondes.playground.cluster.embedded.Environment.UnsupportedPodException;
import dev.ondes.playground.cluster.embedded.LocalImages.LocalImage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A pod on its node, from the first volume to the last status: one virtual thread, to which everything else sends signals. Owns the
 * pod's processes and folder.
 */
final class PodRun {
    private static final Logger LOG = Logger.getLogger(PodRun.class.getName());
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration PULL_BACK_OFF = Duration.ofSeconds(2);
    private static final int TERMINATION_LIMIT = 4096;

    private final Pod pod;
    private final Path folder;
    private final NodeSetting setting;
    private final SilenceGate gate;
    private final Volumes volumes;
    private final PodReport report;
    private final List<Container> containers = new ArrayList<>();
    private final BlockingQueue<Signal> inbox = new LinkedBlockingQueue<>();
    private final Instant startedAt;
    private final @Nullable Instant deadline;
    private @Nullable Instant killAt;
    private @Nullable Instant retryAt;
    private boolean deleted;

    private sealed interface Signal {
        record Exited(Container container, int exitCode, Instant at) implements Signal {}

        record Started(Container container) implements Signal {}

        record MustStop(Container container) implements Signal {}

        record Delete(Duration grace) implements Signal {}

        record Gone() implements Signal {}

        record Crash() implements Signal {}
    }

    PodRun(Pod pod, NodeSetting setting, SilenceGate gate) {
        this.pod = pod;
        this.setting = setting;
        this.gate = gate;
        this.folder = setting.folder().resolve(Pods.uid(pod));
        this.volumes = new Volumes(pod, folder.resolve("volumes"));
        this.report = new PodReport(pod, setting);
        this.startedAt = setting.clock().instant();
        Long seconds = pod.getSpec().getActiveDeadlineSeconds();
        this.deadline = seconds == null ? null : startedAt.plusSeconds(seconds);
    }

    void start(boolean afterBoot) {
        Thread.ofVirtual().name("pod " + Pods.name(pod)).start(() -> {
            try {
                prepare();
                if (afterBoot) {
                    containers.forEach(container -> container.ended(
                            255, "Unknown", null, setting.clock().instant()));
                }
                live();
            } catch (InterruptedException e) {
                kill();
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.WARNING, "pod " + Pods.name(pod) + " is lost: " + e.getMessage(), e);
                kill();
            }
        });
    }

    void delete(Duration grace) {
        inbox.add(new Signal.Delete(grace));
    }

    void gone() {
        inbox.add(new Signal.Gone());
    }

    /** Ends all at once and says nothing. */
    void crash() {
        inbox.add(new Signal.Crash());
        kill();
    }

    private void prepare() throws IOException {
        Files.createDirectories(folder);
        for (var spec : pod.getSpec().getContainers()) {
            Path scratch = Files.createDirectories(folder.resolve(spec.getName()));
            Path termination = folder.resolve(spec.getName() + ".termination");
            Files.write(termination, new byte[0]);
            LocalImage image = setting.images().find(spec.getImage()).orElse(LocalImages.tools());
            var place = new ContainerPlace(
                    Pods.uid(pod) + "/" + spec.getName(),
                    Pods.name(pod),
                    volumes.mounts(spec),
                    image.content(),
                    spec.getTerminationMessagePath(),
                    termination,
                    scratch,
                    spec.getWorkingDir() == null ? "/" : spec.getWorkingDir());
            containers.add(new Container(spec, place, setting.log(pod, spec.getName())));
        }
    }

    private void live() throws InterruptedException, IOException {
        while (true) {
            gate.pass();
            progress();
            if (containers.stream()
                    .noneMatch(container -> container.isRunning() || (container.isWaiting() && !deleted))) {
                finish();
                return;
            }
            report.publish(containers, startedAt);
            Signal signal = inbox.poll(untilNext().toMillis(), TimeUnit.MILLISECONDS);
            gate.pass();
            if (signal instanceof Signal.Crash) {
                return;
            }
            if (signal instanceof Signal.Gone) {
                kill();
                return;
            }
            if (signal != null) {
                take(signal);
            }
            timers();
        }
    }

    private void take(Signal signal) {
        switch (signal) {
            case Signal.Exited(Container container, int exitCode, Instant at) ->
                container.ended(exitCode, null, lastWord(container), at);
            case Signal.Started(Container container) -> container.hasStarted();
            case Signal.MustStop(Container container) -> processOf(container).ifPresent(ContainerProcess::kill);
            case Signal.Delete(Duration grace) -> {
                deleted = true;
                stop(grace);
            }
            case Signal.Gone() -> kill();
            case Signal.Crash() -> kill();
        }
    }

    private void stop(Duration grace) {
        Instant end = setting.clock().instant().plus(grace);
        if (killAt == null) {
            containers.forEach(container -> processOf(container).ifPresent(ContainerProcess::terminate));
        }
        killAt = killAt == null || end.isBefore(killAt) ? end : killAt;
    }

    private void timers() {
        Instant now = setting.clock().instant();
        if (deadline != null && !now.isBefore(deadline) && !report.isOverdue()) {
            report.overdue();
            stop(Duration.ofSeconds(Objects.requireNonNullElse(pod.getSpec().getTerminationGracePeriodSeconds(), 30L)));
        }
        if (killAt != null && !now.isBefore(killAt)) {
            kill();
        }
    }

    private Duration untilNext() {
        Instant now = setting.clock().instant();
        Instant next = now.plusSeconds(10);
        for (Instant timer : new Instant[] {retryAt, report.isOverdue() ? null : deadline, killAt}) {
            next = timer != null && timer.isBefore(next) ? timer : next;
        }
        Duration wait = Duration.between(now, next);
        return wait.isNegative() ? RETRY : wait.plusMillis(1);
    }

    private void progress() throws IOException {
        retryAt = null;
        if (deleted || report.isOverdue() || containers.stream().noneMatch(Container::isWaiting)) {
            return;
        }
        Optional<String> missing = volumes.mount(setting.world().client());
        if (missing.isPresent()) {
            retryAt = setting.clock().instant().plus(RETRY);
            return;
        }
        for (Container container : containers) {
            if (container.isWaiting()) {
                begin(container);
            }
        }
    }

    private void begin(Container container) throws IOException {
        Optional<LocalImage> image = setting.images().find(container.spec().getImage());
        if (image.isEmpty()) {
            pullFails(container);
            return;
        }
        try {
            List<String> command = new ArrayList<>(
                    container.spec().getCommand().isEmpty()
                            ? image.get().entrypoint()
                            : container.spec().getCommand());
            command.addAll(container.spec().getArgs());
            Map<String, String> environment = Environment.of(pod, container.spec(), image.get());
            environment.putAll(setting.sandbox().environment(container.place()));
            Files.writeString(
                    container.log(),
                    "embedded cluster: image " + container.spec().getImage() + " is "
                            + image.get().description() + ", in "
                            + setting.sandbox().description() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            ContainerProcess process =
                    ContainerProcess.start(setting.sandbox(), container.place(), command, environment, container.log());
            container.runs(process, setting.clock().instant(), container.spec().getStartupProbe() == null);
            watch(container, process, environment);
        } catch (UnsupportedPodException e) {
            container.waits("CreateContainerConfigError", e.getMessage());
        } catch (IOException e) {
            container.ended(128, "StartError", e.getMessage(), setting.clock().instant());
        }
    }

    private void watch(Container container, ContainerProcess process, Map<String, String> environment) {
        // The kubelet hears of an end by asking its runtime now and then.
        var later = CompletableFuture.delayedExecutor(setting.statusLag().toMillis(), TimeUnit.MILLISECONDS);
        process.exit()
                .thenApply(code ->
                        new Signal.Exited(container, code, setting.clock().instant()))
                .thenAcceptAsync(inbox::add, later);
        if (container.spec().getStartupProbe() != null) {
            new StartupProbe(
                            container.spec().getStartupProbe(),
                            setting.sandbox(),
                            container.place(),
                            environment,
                            process)
                    .watch(
                            () -> inbox.add(new Signal.Started(container)),
                            () -> inbox.add(new Signal.MustStop(container)));
        }
        Quantity limit = container.spec().getResources() == null
                ? null
                : container.spec().getResources().getLimits().get("memory");
        if (limit != null) {
            new MemoryLimit(process, limit.getNumericalAmount().longValue()).watch(() -> {
                container.exceededItsMemory();
                process.kill();
            });
        }
    }

    private void pullFails(Container container) {
        String image = container.spec().getImage();
        boolean again =
                "ErrImagePull".equals(container.status().getState().getWaiting().getReason());
        if (again) {
            container.waits("ImagePullBackOff", "Back-off pulling image \"" + image + "\"");
        } else if (!"ImagePullBackOff"
                .equals(container.status().getState().getWaiting().getReason())) {
            container.waits(
                    "ErrImagePull", "the embedded cluster pulls no images, and knows none named \"" + image + "\"");
            retryAt = setting.clock().instant().plus(PULL_BACK_OFF);
        }
    }

    private void finish() {
        containers.stream()
                .filter(Container::isWaiting)
                .forEach(container -> container.ended(
                        137,
                        "ContainerStatusUnknown",
                        "ended before it began",
                        setting.clock().instant()));
        report.publish(containers, startedAt);
        if (deleted) {
            Pods.remove(setting.world().client(), pod);
        }
    }

    private @Nullable String lastWord(Container container) {
        try {
            byte[] word = Files.readAllBytes(container.place().terminationFile());
            int length = Math.min(word.length, TERMINATION_LIMIT);
            return length == 0 ? null : new String(word, 0, length, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill() {
        containers.forEach(container -> processOf(container).ifPresent(ContainerProcess::kill));
    }

    private static Optional<ContainerProcess> processOf(Container container) {
        return container.isRunning() ? Optional.ofNullable(container.process()) : Optional.empty();
    }
}
