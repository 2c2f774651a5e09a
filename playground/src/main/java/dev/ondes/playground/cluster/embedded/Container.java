package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One container of a pod as its node knows it. Changed by the pod's thread; others may read it. */
final class Container {
    private final io.fabric8.kubernetes.api.model.Container spec;
    private final ContainerPlace place;
    private final Path log;
    private volatile ContainerState state;
    private volatile @Nullable ContainerProcess process;
    private boolean started;
    private volatile boolean outOfMemory;
    private int restarts;
    private @Nullable ContainerState lastState;

    Container(io.fabric8.kubernetes.api.model.Container spec, ContainerPlace place, Path log) {
        this.spec = spec;
        this.place = place;
        this.log = log;
        this.state = waitingFor("ContainerCreating", null);
    }

    io.fabric8.kubernetes.api.model.Container spec() {
        return spec;
    }

    /** It begins before the pod's own containers, runs again when it ends, and ends when they have. */
    boolean isSidecar() {
        return "Always".equals(spec.getRestartPolicy());
    }

    int restarts() {
        return restarts;
    }

    String name() {
        return spec.getName();
    }

    ContainerPlace place() {
        return place;
    }

    Path log() {
        return log;
    }

    /** What it leaves for its status: what it has written for that, or, where its pod wants that of a failure, to its log. */
    @Nullable
    String lastWord(int exitCode) throws IOException {
        String word = place.lastWord();
        boolean fromLog = exitCode != 0 && "FallbackToLogsOnError".equals(spec.getTerminationMessagePolicy());
        return word == null && fromLog ? ContainerPlace.lastLines(log) : word;
    }

    /** SIGTERM, as a container runtime does it, where it runs. */
    void terminate() {
        running().ifPresent(ContainerProcess::terminate);
    }

    /** Ends all its processes at once, where it runs. */
    void kill() {
        running().ifPresent(ContainerProcess::kill);
    }

    private Optional<ContainerProcess> running() {
        return isRunning() ? Optional.ofNullable(process) : Optional.empty();
    }

    boolean isRunning() {
        return state.getRunning() != null;
    }

    boolean isWaiting() {
        return state.getWaiting() != null;
    }

    /** Empty where it doesn't wait. */
    String waitingReason() {
        return isWaiting() ? state.getWaiting().getReason() : "";
    }

    boolean hasSucceeded() {
        return state.getTerminated() != null && state.getTerminated().getExitCode() == 0;
    }

    boolean isStarted() {
        return started;
    }

    void waits(String reason, @Nullable String message) {
        state = waitingFor(reason, message);
    }

    void runs(ContainerProcess running, Instant since, boolean alreadyStarted) {
        process = running;
        started = alreadyStarted;
        state = new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt(Pods.time(since))
                .endRunning()
                .build();
    }

    void hasStarted() {
        started = true;
    }

    void exceededItsMemory() {
        outOfMemory = true;
    }

    void ended(int exitCode, @Nullable String reason, @Nullable String message, Instant now) {
        String startedAt = isRunning() ? state.getRunning().getStartedAt() : null;
        String why = reason != null ? reason : outOfMemory ? "OOMKilled" : exitCode == 0 ? "Completed" : "Error";
        started = false;
        state = new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(why)
                .withMessage(message)
                .withStartedAt(startedAt)
                .withFinishedAt(Pods.time(now))
                .withContainerID("embedded://" + place.id())
                .endTerminated()
                .build();
    }

    /** An ended sidecar is to run again after a while. */
    void restartsLater(String message) {
        lastState = state;
        restarts++;
        outOfMemory = false;
        waits("CrashLoopBackOff", message);
    }

    ContainerStatus status() {
        return new ContainerStatusBuilder()
                .withName(name())
                .withImage(spec.getImage())
                .withImageID(isWaiting() ? "" : spec.getImage())
                .withContainerID(isWaiting() ? null : "embedded://" + place.id())
                .withRestartCount(restarts)
                .withLastState(lastState)
                .withReady(isRunning() && started)
                .withStarted(started)
                .withState(state)
                .build();
    }

    private static ContainerState waitingFor(String reason, @Nullable String message) {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .build();
    }
}
