package dev.ondes.playground.cluster.embedded;

import dev.ondes.playground.cluster.embedded.Environment.UnsupportedPodException;
import dev.ondes.playground.cluster.embedded.LocalImages.LocalImage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Turns a pod's containers into processes and watches them. Owned by the pod's thread; what it hears of comes on
 * others.
 */
final class ContainerStart {
    private static final String PULL_FAILED = "ErrImagePull";
    private static final String PULL_WAITS = "ImagePullBackOff";

    private final Pod pod;
    private final NodeSetting setting;
    private final Events events;

    /** What becomes of a started container; called on any thread. */
    interface Events {
        void exited(Container container, int exitCode, Instant at);

        void started(Container container);

        void mustStop(Container container);
    }

    ContainerStart(Pod pod, NodeSetting setting, Events events) {
        this.pod = pod;
        this.setting = setting;
        this.events = events;
    }

    /** A container that waits, with its folders. */
    Container prepare(io.fabric8.kubernetes.api.model.Container spec, Path folder, Volumes volumes) throws IOException {
        Path scratch = Files.createDirectories(folder.resolve(spec.getName()));
        Path termination = folder.resolve(spec.getName() + ".termination");
        Files.write(termination, new byte[0]);
        var place = new ContainerPlace(
                Pods.uid(pod) + "/" + spec.getName(),
                Pods.name(pod),
                volumes.mounts(spec),
                setting.images().find(spec.getImage()).map(LocalImage::content).orElse(Map.of()),
                spec.getTerminationMessagePath(),
                termination,
                scratch,
                spec.getWorkingDir() == null ? "/" : spec.getWorkingDir(),
                volumes.hosts());
        return new Container(spec, place, setting.log(pod, spec.getName()));
    }

    /** Starts it, or says why it can't be. @return whether it should be tried again soon */
    boolean begin(Container container) {
        Optional<LocalImage> image = setting.images().find(container.spec().getImage());
        if (image.isEmpty()) {
            return pullFails(container);
        }
        try {
            refuseWhatIsUnknown();
            Map<String, String> environment = Environment.of(pod, container.spec(), image.get(), setting.world());
            environment.putAll(setting.sandbox().environment(container.place()));
            introduce(container, image.get());
            ContainerProcess process = ContainerProcess.start(
                    setting.sandbox(),
                    container.place(),
                    command(container, image.get(), environment),
                    environment,
                    container.log());
            container.runs(process, setting.clock().instant(), container.spec().getStartupProbe() == null);
            watch(container, process, environment);
        } catch (UnsupportedPodException e) {
            container.waits("CreateContainerConfigError", e.getMessage());
        } catch (IOException e) {
            container.ended(128, "StartError", e.getMessage(), setting.clock().instant());
        }
        return false;
    }

    private void refuseWhatIsUnknown() {
        if (!pod.getSpec().getInitContainers().stream().allMatch(one -> "Always".equals(one.getRestartPolicy()))) {
            throw new UnsupportedPodException("init containers that end");
        }
        if (!"Never".equals(pod.getSpec().getRestartPolicy())) {
            throw new UnsupportedPodException("restartPolicy " + pod.getSpec().getRestartPolicy());
        }
    }

    private static List<String> command(Container container, LocalImage image, Map<String, String> environment) {
        List<String> given = container.spec().getCommand();
        List<String> command = new ArrayList<>();
        given.forEach(word -> command.add(Environment.expand(word, environment)));
        if (given.isEmpty()) {
            command.addAll(image.entrypoint());
        }
        container.spec().getArgs().forEach(word -> command.add(Environment.expand(word, environment)));
        return command;
    }

    private void introduce(Container container, LocalImage image) throws IOException {
        String hosts = container.place().hosts() != null && !setting.sandbox().knowsHosts()
                ? "; the pod's host aliases are not known there"
                : "";
        String line = "embedded cluster: image %s is %s, in %s%s\n"
                .formatted(
                        container.spec().getImage(),
                        image.description(),
                        setting.sandbox().description(),
                        hosts);
        Files.writeString(container.log(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void watch(Container container, ContainerProcess process, Map<String, String> environment) {
        // The kubelet hears of an end by asking its runtime now and then.
        var later = CompletableFuture.delayedExecutor(setting.statusLag().toMillis(), TimeUnit.MILLISECONDS);
        var told = process.exit().thenAccept(code -> {
            Instant at = setting.clock().instant();
            later.execute(() -> events.exited(container, code, at));
        });
        assert !told.isCancelled();
        if (container.spec().getStartupProbe() != null) {
            new StartupProbe(
                            container.spec().getStartupProbe(),
                            setting.sandbox(),
                            container.place(),
                            environment,
                            process)
                    .watch(() -> events.started(container), () -> events.mustStop(container));
        }
        Optional.ofNullable(container.spec().getResources())
                .map(ResourceRequirements::getLimits)
                .map(limits -> limits.get("memory"))
                .ifPresent(limit -> new MemoryLimit(
                                process, limit.getNumericalAmount().longValue())
                        .watch(() -> {
                            container.exceededItsMemory();
                            process.kill();
                        }));
    }

    private static boolean pullFails(Container container) {
        String image = container.spec().getImage();
        switch (container.waitingReason()) {
            case PULL_WAITS -> {
                return false;
            }
            case PULL_FAILED -> {
                container.waits(PULL_WAITS, "Back-off pulling image \"" + image + "\"");
                return false;
            }
            default -> {
                container.waits(PULL_FAILED, "the embedded cluster pulls nothing, and has no image \"" + image + "\"");
                return true;
            }
        }
    }
}
