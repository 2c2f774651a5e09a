package dev.ondes.scheduler.pods;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.AgentJsonException;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.kubernetes.Sandboxes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a pod of the API into what we think in. Pure. */
public final class PodReader {
    private PodReader() {}

    /** Empty for a pod that carries our label but isn't one of ours, or was made by a version that we can't read. */
    public static Optional<JobPod> read(Pod pod) {
        var meta = pod.getMetadata();
        Map<String, String> notes = orEmpty(meta.getAnnotations());
        Map<String, String> labels = orEmpty(meta.getLabels());
        String queued = notes.get(PodNames.QUEUED);
        if (queued == null) {
            return Optional.empty();
        }
        try {
            int attempt = Integer.parseInt(labels.getOrDefault(PodNames.ATTEMPT, ""));
            return Optional.of(new JobPod(
                    meta.getNamespace(),
                    meta.getName(),
                    meta.getUid() == null ? "" : meta.getUid(),
                    Annotations.readQueued(queued),
                    attempt,
                    capacity(notes.get(PodNames.CAPACITY)),
                    image(pod),
                    Long.parseLong(notes.getOrDefault(PodNames.LOG_OFFSET, "")),
                    notes.get(PodNames.TRACEPARENT),
                    labels.getOrDefault(PodNames.INTENT, ""),
                    meta.getFinalizers() == null ? List.of() : meta.getFinalizers(),
                    facts(pod, attempt),
                    order(notes.get(PodNames.CAPACITY_ORDER)),
                    Requests.of(pod.getSpec()),
                    BuildSize.of(pod.getSpec()),
                    Annotations.readSpent(notes.get(PodNames.SPENT)),
                    PodNames.RESTART.equals(notes.get(PodNames.ON_INTERRUPTION)),
                    cause(notes.get(PodNames.INTERRUPTION)),
                    Annotations.readIndexes(notes.get(PodNames.WITHOUT_SERVICES)),
                    notes.containsKey(PodNames.OTHER_ROOM),
                    PullRound.ofWire(notes.get(PodNames.PULL_ROUND)),
                    notes.getOrDefault(PodLayout.SERVICES_ANNOTATION, ""),
                    version(meta.getResourceVersion())));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** A number on every API server, and by rule since Kubernetes 1.35 (KEP 5504). */
    private static long version(@Nullable String resourceVersion) {
        try {
            return Long.parseLong(text(resourceVersion));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String image(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getContainers()).orElse(List.of()).stream()
                .filter(container -> PodLayout.BUILD_CONTAINER.equals(container.getName()))
                .map(container -> text(container.getImage()))
                .findFirst()
                .orElse("");
    }

    private static PodFacts facts(Pod pod, int attempt) {
        var meta = pod.getMetadata();
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        Optional<PodCondition> scheduled = condition(status, "PodScheduled");
        String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        ContainerFacts agent = container(status, PodLayout.AGENT_CONTAINER);
        String mark = orEmpty(meta.getAnnotations()).get(PodNames.END);
        String notice = orEmpty(meta.getAnnotations()).get(PodLayout.NOTICE_ANNOTATION);
        return new PodFacts(
                phase(status.getPhase()),
                text(status.getReason()),
                text(status.getMessage()),
                node == null || node.isEmpty() ? null : node,
                scheduled.map(condition -> text(condition.getMessage())).orElse(""),
                time(meta.getCreationTimestamp(), Instant.EPOCH),
                scheduled
                        .filter(condition -> "True".equals(condition.getStatus()))
                        .map(condition -> time(condition.getLastTransitionTime()))
                        .orElse(null),
                time(meta.getDeletionTimestamp()),
                condition(status, "DisruptionTarget")
                        .filter(condition -> "True".equals(condition.getStatus()))
                        .map(condition ->
                                new PodFacts.Disruption(text(condition.getReason()), text(condition.getMessage())))
                        .orElse(null),
                agent,
                container(status, PodLayout.BUILD_CONTAINER),
                services(pod, status),
                agent instanceof ContainerFacts.Terminated ended ? report(ended.message(), attempt) : null,
                mark == null ? null : Annotations.readMark(mark),
                notice == null ? null : Annotations.readNotice(notice),
                false);
    }

    /** What is no report, or one of another attempt, counts as none: absence is never success. */
    private static @Nullable AgentReport report(String message, int attempt) {
        try {
            AgentReport report = AgentJson.readReport(message.getBytes(StandardCharsets.UTF_8));
            return report.attempt() == attempt ? report : null;
        } catch (AgentJsonException e) {
            return null;
        }
    }

    private static ContainerFacts container(PodStatus status, String name) {
        return Optional.ofNullable(status.getContainerStatuses()).orElse(List.of()).stream()
                .filter(container -> name.equals(container.getName()))
                .findFirst()
                .map(container -> container(status, container))
                .orElseGet(ContainerFacts.Unknown::new);
    }

    private static List<ServiceFacts> services(Pod pod, PodStatus status) {
        List<Container> containers =
                pod.getSpec() == null ? null : pod.getSpec().getInitContainers();
        List<ContainerStatus> statuses =
                Optional.ofNullable(status.getInitContainerStatuses()).orElse(List.of());
        return Optional.ofNullable(containers).orElse(List.of()).stream()
                .filter(container -> container.getName().startsWith(PodLayout.SERVICE_CONTAINER))
                .map(container -> statuses.stream()
                        .filter(known -> container.getName().equals(known.getName()))
                        .findFirst()
                        .map(known -> service(container, status, known))
                        .orElseGet(() -> new ServiceFacts(
                                index(container), text(container.getImage()), new ContainerFacts.Unknown(), 0, null)))
                .toList();
    }

    private static int index(Container container) {
        return Integer.parseInt(container.getName().substring(PodLayout.SERVICE_CONTAINER.length()));
    }

    private static ServiceFacts service(Container container, PodStatus status, ContainerStatus known) {
        ContainerFacts now = container(status, known);
        var last = known.getLastState() == null ? null : known.getLastState().getTerminated();
        return new ServiceFacts(
                index(container),
                text(container.getImage()),
                now,
                known.getRestartCount() == null ? 0 : known.getRestartCount(),
                now instanceof ContainerFacts.Terminated ended ? ended : last == null ? null : terminated(last));
    }

    private static ContainerFacts container(PodStatus pod, ContainerStatus container) {
        if (Sandboxes.isForgotten(pod, container)) {
            return new ContainerFacts.Forgotten();
        }
        var state = container.getState();
        if (state == null) {
            return new ContainerFacts.Unknown();
        }
        var ended = state.getTerminated();
        if (ended != null) {
            return terminated(ended);
        }
        if (state.getRunning() != null) {
            return new ContainerFacts.Running(
                    Boolean.TRUE.equals(container.getStarted()),
                    time(state.getRunning().getStartedAt()));
        }
        var waiting = state.getWaiting();
        return waiting == null
                ? new ContainerFacts.Unknown()
                : new ContainerFacts.Waiting(text(waiting.getReason()), text(waiting.getMessage()));
    }

    private static ContainerFacts.Terminated terminated(ContainerStateTerminated ended) {
        return new ContainerFacts.Terminated(
                ended.getExitCode() == null ? -1 : ended.getExitCode(),
                text(ended.getReason()),
                text(ended.getMessage()),
                time(ended.getStartedAt()),
                time(ended.getFinishedAt()));
    }

    private static Optional<PodCondition> condition(PodStatus status, String type) {
        return Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    private static PodFacts.Phase phase(@Nullable String phase) {
        return switch (text(phase)) {
            case "", "Pending" -> PodFacts.Phase.PENDING;
            case "Running" -> PodFacts.Phase.RUNNING;
            case "Succeeded" -> PodFacts.Phase.SUCCEEDED;
            case "Failed" -> PodFacts.Phase.FAILED;
            default -> PodFacts.Phase.UNKNOWN;
        };
    }

    /** A type that we don't know is left out. */
    private static List<CapacityType> order(@Nullable String wires) {
        return Arrays.stream(text(wires).split(","))
                .flatMap(wire -> Arrays.stream(CapacityType.values())
                        .filter(type -> type.wire().equals(wire)))
                .toList();
    }

    private static CapacityType capacity(@Nullable String wire) {
        return Arrays.stream(CapacityType.values())
                .filter(type -> type.wire().equals(wire))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable LossCause cause(@Nullable String wire) {
        return Arrays.stream(LossCause.values())
                .filter(cause -> cause.wire().equals(wire))
                .findFirst()
                .orElse(null);
    }

    private static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : map;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Instant.parse(text);
    }

    private static Instant time(@Nullable String text, Instant otherwise) {
        Instant time = time(text);
        return time == null ? otherwise : time;
    }
}
