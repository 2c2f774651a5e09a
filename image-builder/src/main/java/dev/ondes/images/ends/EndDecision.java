package dev.ondes.images.ends;

import dev.ondes.context.fetch.FetchJson;
import dev.ondes.context.fetch.FetchReport;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.builder.Builder;
import dev.ondes.images.builder.BuilderEnd;
import dev.ondes.images.ends.ContainerFacts.Forgotten;
import dev.ondes.images.ends.ContainerFacts.Running;
import dev.ondes.images.ends.ContainerFacts.Terminated;
import dev.ondes.images.ends.ContainerFacts.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What became of a pod. In this order: a digest from a builder that ended well; the node's doing; limits; the container that brings
 * the context; the builder's own words. An exit code alone never says whose doing it was: Go's programs end with 2 when they are
 * told to stop, and so does make. Pure.
 */
public final class EndDecision {
    private static final Set<String> NODES_DOING =
            Set.of("Evicted", "NodeLost", "Shutdown", "NodeShutdown", "Terminated", "Preempting");
    /** Of containerd and of the kubelet, for a container whose end they did not see: its node went down under it. */
    private static final Set<String> UNSEEN = Set.of("Unknown", "ContainerStatusUnknown");

    private EndDecision() {}

    /**
     * Decides.
     *
     * @param logTail the builder's last lines; asked for only when they are needed
     */
    public static Verdict of(PodFacts pod, Builder builder, Supplier<String> logTail) {
        if (pod.builder() instanceof Terminated ended && ended.exitCode() == 0) {
            return switch (builder.parse(new Builder.Ended(0, ended.message(), ""))) {
                case BuilderEnd.Pushed pushed ->
                    new Verdict.Pushed(pushed.digest(), ended.startedAt(), ended.finishedAt());
                case BuilderEnd.Failed failed ->
                    new Verdict.Failed(failed.reason(), failed.detail(), ended.startedAt());
            };
        }
        if (!pod.ended()) {
            // Also one that is about to be taken away: it may still make it.
            return isForgotten(pod) ? new Verdict.Lost("its node booted, and forgot it") : onItsWay(pod);
        }
        if ("DeadlineExceeded".equals(pod.reason())) {
            return new Verdict.Failed(BuildReason.TIMED_OUT, null, null);
        }
        if (isDisk(pod)) {
            return new Verdict.Failed(BuildReason.OUT_OF_DISK, pod.message(), null);
        }
        if (pod.disruption() != null) {
            return new Verdict.Lost(pod.disruption());
        }
        if (pod.deleting() || NODES_DOING.contains(String.valueOf(pod.reason()))) {
            return new Verdict.Lost(String.valueOf(pod.reason()));
        }
        if (isUnseen(pod.context()) || isUnseen(pod.builder())) {
            return new Verdict.Lost("its node went down");
        }
        if (pod.context() instanceof Terminated context && context.exitCode() != 0) {
            return context(context);
        }
        if (pod.builder() instanceof Terminated ended) {
            return builder(ended, builder, logTail);
        }
        return new Verdict.Failed(
                pod.reason() == null ? BuildReason.UNKNOWN : BuildReason.POD_REFUSED, pod.message(), null);
    }

    /** The kubelet evicts for the pod's own limit and for the node's need alike; only its message tells them apart. */
    private static boolean isDisk(PodFacts pod) {
        String said = pod.message() == null ? "" : pod.message().toLowerCase(Locale.ROOT);
        return "Evicted".equals(pod.reason())
                && (said.contains("exceeds the limit")
                        || said.contains("exceeds the total limit")
                        || said.contains("exceeded its local ephemeral storage limit"));
    }

    private static boolean isUnseen(@Nullable ContainerFacts container) {
        return container instanceof Terminated ended && UNSEEN.contains(String.valueOf(ended.reason()));
    }

    /** Its node booted before its first container started, or between the two: see {@link dev.ondes.kubernetes.Sandboxes}. */
    private static boolean isForgotten(PodFacts pod) {
        boolean nothingRuns = !PodFacts.hasBegun(pod.builder());
        return nothingRuns
                && (pod.context() instanceof Forgotten || (pod.sandboxGone() && hasEndedWell(pod.context())));
    }

    private static boolean hasEndedWell(@Nullable ContainerFacts container) {
        return container instanceof Terminated ended && ended.exitCode() == 0;
    }

    private static Verdict context(Terminated context) {
        if ("OOMKilled".equals(context.reason())) {
            return new Verdict.Failed(
                    BuildReason.CONTEXT_UNAVAILABLE, "the context's container ran out of memory", null);
        }
        try {
            FetchReport report = FetchJson.readReport(context.message().getBytes(StandardCharsets.UTF_8));
            BuildReason reason = report.reason() == null ? BuildReason.CONTEXT_UNAVAILABLE : report.reason();
            return new Verdict.Failed(reason, report.detail(), context.startedAt());
        } catch (IOException e) {
            return new Verdict.Failed(
                    BuildReason.CONTEXT_UNAVAILABLE, "exit code " + context.exitCode(), context.startedAt());
        }
    }

    private static Verdict builder(Terminated ended, Builder builder, Supplier<String> logTail) {
        if ("OOMKilled".equals(ended.reason())) {
            return new Verdict.Failed(BuildReason.OUT_OF_MEMORY, null, ended.startedAt());
        }
        if ("StartError".equals(ended.reason()) || "ContainerCannotRun".equals(ended.reason())) {
            return new Verdict.Failed(BuildReason.BUILDER_FAILED, ended.message(), ended.startedAt());
        }
        return switch (builder.parse(new Builder.Ended(ended.exitCode(), ended.message(), logTail.get()))) {
            case BuilderEnd.Pushed pushed -> new Verdict.Pushed(pushed.digest(), ended.startedAt(), ended.finishedAt());
            case BuilderEnd.Failed failed -> new Verdict.Failed(failed.reason(), failed.detail(), ended.startedAt());
        };
    }

    private static Verdict onItsWay(PodFacts pod) {
        if (pod.builder() instanceof Running running) {
            return new Verdict.Runs(running.startedAt());
        }
        if ((pod.deleting() || pod.disruption() != null) && !PodFacts.hasBegun(pod.context())) {
            return new Verdict.Going("it was taken from "
                    + (pod.node() == null ? "the cluster" : pod.node())
                    + " before its first container began: "
                    + (pod.disruption() == null ? "deleted" : pod.disruption()));
        }
        for (ContainerFacts container : new ContainerFacts[] {pod.context(), pod.builder()}) {
            if (container instanceof Waiting waiting && isPullTrouble(waiting)) {
                return new Verdict.Waits(BuildReason.BUILDER_IMAGE_UNAVAILABLE, waiting.message());
            }
            if (container instanceof Waiting waiting && "CreateContainerConfigError".equals(waiting.reason())) {
                return new Verdict.Waits(BuildReason.POD_REFUSED, waiting.message());
            }
        }
        if (pod.unschedulable() != null) {
            return new Verdict.Waits(BuildReason.UNSCHEDULABLE, pod.unschedulable());
        }
        if (PodFacts.hasBegun(pod.context())) {
            return new Verdict.Waits(null, null);
        }
        // A pull that only takes long, a volume that doesn't come, a scheduler that is away: nobody says a reason.
        if (pod.node() == null) {
            return new Verdict.Waits(BuildReason.UNSCHEDULABLE, "no scheduler has given it a node");
        }
        return new Verdict.Waits(
                BuildReason.BUILDER_IMAGE_UNAVAILABLE,
                "its first container does not begin on " + pod.node() + ": kubectl describe pod " + pod.name()
                        + " says why");
    }

    private static boolean isPullTrouble(Waiting waiting) {
        return waiting.reason() != null
                && switch (waiting.reason()) {
                    case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull" -> true;
                    default -> false;
                };
    }
}
