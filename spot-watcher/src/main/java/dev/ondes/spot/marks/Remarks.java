package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes events about nodes in which Karpenter tells what it heard from AWS: a cause that no taint tells. An event is said once and passes; it is never withdrawn. Thread-safe.
 */
final class Remarks {
    /** What is older was dealt with by a leader before, or is past help. */
    static final Duration FRESH = Duration.ofMinutes(2);

    private static final String KARPENTER = "karpenter";
    private static final Duration SPOT_LEAD = Duration.ofMinutes(2);

    private final Clock clock;
    /** To be told. */
    private final Map<String, Set<Mark>> waiting = new ConcurrentHashMap<>();

    Remarks(Clock clock) {
        this.clock = clock;
    }

    /** Notes what it says of a node; empty where it says nothing to us. */
    Optional<String> note(Event event) {
        Optional<Mark> mark = read(event)
                .filter(fresh -> fresh.noticedAt().isAfter(clock.instant().minus(FRESH)));
        return mark.map(remark -> {
            String node = event.getInvolvedObject().getName();
            waiting.computeIfAbsent(node, _ -> ConcurrentHashMap.newKeySet()).add(remark);
            return node;
        });
    }

    List<Mark> of(String node) {
        return List.copyOf(waiting.getOrDefault(node, Set.of()));
    }

    void told(String node, Mark remark) {
        waiting.computeIfPresent(node, (_, marks) -> {
            marks.remove(remark);
            return marks.isEmpty() ? null : marks;
        });
    }

    void forget(String node) {
        waiting.remove(node);
    }

    /** What an event says of its node. Pure. */
    static Optional<Mark> read(Event event) {
        if (event.getInvolvedObject() == null
                || !"Node".equals(event.getInvolvedObject().getKind())
                || !saidByKarpenter(event)) {
            return Optional.empty();
        }
        Instant at = at(event);
        return switch (event.getReason() == null ? "" : event.getReason()) {
            case "SpotInterrupted" ->
                karpenter(NoticeKind.SPOT_INTERRUPTION, InstanceAction.UNKNOWN, at, at.plus(SPOT_LEAD));
            case "CapacityReservationInstanceInterrupted" ->
                karpenter(NoticeKind.CAPACITY_RESERVATION_ENDED, InstanceAction.TERMINATE, at, at.plus(SPOT_LEAD));
            case "SpotRebalanceRecommendation" ->
                karpenter(NoticeKind.REBALANCE_RECOMMENDED, InstanceAction.TERMINATE, at, null);
            case "InstanceStopping" -> karpenter(NoticeKind.INSTANCE_STOPPING, InstanceAction.STOP, at, null);
            case "InstanceTerminating" -> karpenter(NoticeKind.INSTANCE_STOPPING, InstanceAction.TERMINATE, at, null);
            case "InstanceUnhealthy" -> karpenter(NoticeKind.INSTANCE_UNHEALTHY, InstanceAction.TERMINATE, at, null);
            default -> Optional.empty();
        };
    }

    /** Others use the same reasons, we among them. */
    private static boolean saidByKarpenter(Event event) {
        return KARPENTER.equals(event.getReportingComponent())
                || (event.getSource() != null
                        && KARPENTER.equals(event.getSource().getComponent()));
    }

    private static Optional<Mark> karpenter(
            NoticeKind kind, InstanceAction action, Instant at, @Nullable Instant deadline) {
        return Optional.of(new Mark(kind, action, Teller.KARPENTER_EVENTS, at, deadline));
    }

    private static Instant at(Event event) {
        return Stream.of(
                        Optional.ofNullable(event.getEventTime()).flatMap(time -> NodeView.time(time.getTime())),
                        NodeView.time(event.getFirstTimestamp()),
                        NodeView.time(event.getMetadata().getCreationTimestamp()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(Instant.EPOCH);
    }
}
