package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod on its node, from the first volume to the last status: one virtual thread, to which everything else sends
 * signals. Owns the pod's processes and folder.
 */
final class PodRun {
    private static final Logger LOG = Logger.getLogger(PodRun.class.getName());
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration PULL_BACK_OFF = Duration.ofSeconds(2);

    private final Pod pod;
    private final Path folder;
    private final NodeSetting setting;
    private final SilenceGate gate;
    private final Volumes volumes;
    private final PodReport report;
    private final ContainerStart starter;
    private final Sidecars sidecars;
    private final List<Container> containers = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Signal> inbox = new LinkedBlockingQueue<>();
    private final Instant startedAt;
    private final @Nullable Instant deadline;
    private @Nullable Instant killAt;
    private @Nullable Instant retryAt;
    private boolean deleted;
    private volatile boolean crashed;

    private sealed interface Signal {
        record Exited(Container container, int exitCode, Instant at) implements Signal {}

        record Started(Container container) implements Signal {}

        record MustStop(Container container) implements Signal {}

        record Changed(Pod pod) implements Signal {}

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
        this.starter = new ContainerStart(pod, setting, new ContainerStart.Events() {
            @Override
            public void exited(Container container, int exitCode, Instant at) {
                inbox.add(new Signal.Exited(container, exitCode, at));
            }

            @Override
            public void started(Container container) {
                inbox.add(new Signal.Started(container));
            }

            @Override
            public void mustStop(Container container) {
                inbox.add(new Signal.MustStop(container));
            }
        });
        this.sidecars = new Sidecars(starter, setting);
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

    void changed(Pod now) {
        inbox.add(new Signal.Changed(now));
    }

    void delete(Duration grace) {
        inbox.add(new Signal.Delete(grace));
    }

    void gone() {
        inbox.add(new Signal.Gone());
    }

    /** Ends all at once and says nothing. */
    void crash() {
        crashed = true;
        inbox.add(new Signal.Crash());
        kill();
    }

    private void prepare() throws IOException {
        Files.createDirectories(folder);
        for (var spec : pod.getSpec().getInitContainers()) {
            sidecars.add(starter.prepare(spec, folder, volumes));
        }
        for (var spec : pod.getSpec().getContainers()) {
            containers.add(starter.prepare(spec, folder, volumes));
        }
    }

    private void live() throws InterruptedException, IOException {
        boolean finished = false;
        while (true) {
            gate.pass();
            if (!finished) {
                progress();
                if (crashed) {
                    kill();
                    return;
                }
                finished = hasEnded();
                if (finished) {
                    finish();
                } else {
                    report.publish(sidecars.all(), containers, startedAt);
                }
            }
            Signal signal = finished ? inbox.take() : inbox.poll(untilNext().toMillis(), TimeUnit.MILLISECONDS);
            gate.pass();
            if (crashed) {
                return;
            }
            if (signal instanceof Signal.Gone) {
                kill();
                removeFolder();
                return;
            }
            if (signal instanceof Signal.Delete && finished) {
                Pods.remove(setting.world().client(), pod);
            } else if (signal != null && !finished) {
                take(signal);
            }
            timers();
        }
    }

    private boolean hasEnded() {
        boolean theOwnHave = containers.stream()
                .noneMatch(container -> container.isRunning() || (container.isWaiting() && !deleted));
        if (theOwnHave && sidecars.running().findAny().isPresent()) {
            sidecars.end();
            killAt = killAt == null ? setting.clock().instant().plus(grace()) : killAt;
            return false;
        }
        return theOwnHave;
    }

    private Duration grace() {
        return Duration.ofSeconds(Objects.requireNonNullElse(pod.getSpec().getTerminationGracePeriodSeconds(), 30L));
    }

    /** Volumes may hold secrets: they go with the pod. */
    private void removeFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void take(Signal signal) throws IOException {
        switch (signal) {
            case Signal.Exited(Container container, int exitCode, Instant at) -> {
                container.ended(exitCode, null, container.lastWord(exitCode), at);
                if (container.isSidecar()) {
                    sidecars.ended(container);
                }
            }
            case Signal.Started(Container container) -> container.hasStarted();
            case Signal.MustStop(Container container) -> container.kill();
            case Signal.Changed(Pod now) -> volumes.refresh(now);
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
            containers.forEach(Container::terminate);
        }
        killAt = killAt == null || end.isBefore(killAt) ? end : killAt;
    }

    private void timers() {
        Instant now = setting.clock().instant();
        if (deadline != null && !now.isBefore(deadline) && !report.isOverdue()) {
            report.overdue();
            stop(grace());
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
        boolean begin = containers.stream().anyMatch(Container::isWaiting);
        if (deleted || report.isOverdue() || (!begin && sidecars.all().isEmpty())) {
            return;
        }
        Optional<String> missing = volumes.mount(setting.world().client());
        if (missing.isPresent()) {
            retryAt = setting.clock().instant().plus(RETRY);
            return;
        }
        retryAt = sidecars.progress().orElse(null);
        for (Container container : containers) {
            if (sidecars.haveBegun() && container.isWaiting() && starter.begin(container)) {
                retryAt = setting.clock().instant().plus(PULL_BACK_OFF);
            }
        }
    }

    private void finish() {
        Stream.concat(sidecars.all().stream(), containers.stream())
                .filter(Container::isWaiting)
                .forEach(container -> container.ended(
                        137,
                        "ContainerStatusUnknown",
                        "ended before it began",
                        setting.clock().instant()));
        report.publish(sidecars.all(), containers, startedAt);
        if (deleted) {
            Pods.remove(setting.world().client(), pod);
        }
    }

    private void kill() {
        containers.forEach(Container::kill);
        sidecars.all().forEach(Container::kill);
    }
}
