package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.contracts.node.NoticeKind;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the clouds' own node software writes: Google's termination handler, node-problem-detector and the node auto-drain of AKS, and the
 * cloud controller of every cloud, which sees instances that were stopped.
 */
final class CloudMarks implements MarkReader {
    static final String GCP_IMPENDING = "cloud.google.com/impending-node-termination";
    static final String AKS_PREEMPTION = "PreemptionScheduled";
    static final String AKS_EVENT = "VMEventScheduled";
    static final String AKS_AUTO_DRAIN = "remediator.aks.microsoft.com/unschedulable";
    static final String SHUTDOWN = "node.cloudprovider.kubernetes.io/shutdown";
    static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    private static final Duration GCP_LEAD = Duration.ofSeconds(30);
    /** Minimum notice of Azure for spot. */
    private static final Duration AZURE_LEAD = Duration.ofSeconds(30);

    private static final Pattern EVENT =
            Pattern.compile("(Freeze|Reboot|Redeploy|Preempt|Terminate) Scheduled:\\s*([A-Za-z]{3}, [^.]*GMT)?");

    @Override
    public Stream<Mark> read(NodeView node) {
        return Stream.of(google(node), preemption(node), azureEvent(node), autoDrain(node), stopped(node))
                .flatMap(Optional::stream);
    }

    private Optional<Mark> google(NodeView node) {
        return node.taint(GCP_IMPENDING).map(taint -> {
            Instant since = node.since(taint);
            return new Mark(
                    node.spot() ? NoticeKind.SPOT_INTERRUPTION : NoticeKind.MAINTENANCE,
                    InstanceAction.TERMINATE,
                    Teller.GCP_TERMINATION_HANDLER,
                    since,
                    since.plus(GCP_LEAD));
        });
    }

    private Optional<Mark> preemption(NodeView node) {
        return node.conditionTrue(AKS_PREEMPTION).map(condition -> {
            Instant since = node.since(condition);
            return new Mark(
                    NoticeKind.SPOT_INTERRUPTION,
                    InstanceAction.TERMINATE,
                    Teller.AKS,
                    since,
                    notBefore(condition).orElse(since.plus(AZURE_LEAD)));
        });
    }

    /** The wider condition; a freeze of a few seconds takes nothing away, and preemption has its own. */
    private Optional<Mark> azureEvent(NodeView node) {
        return node.conditionTrue(AKS_EVENT).flatMap(condition -> {
            Matcher event = matcher(condition);
            if (!event.find()) {
                return Optional.empty();
            }
            return switch (event.group(1)) {
                case "Reboot" -> Optional.of(maintenance(node, condition, InstanceAction.REBOOT));
                case "Redeploy", "Terminate" -> Optional.of(maintenance(node, condition, InstanceAction.TERMINATE));
                default -> Optional.empty();
            };
        });
    }

    private static Mark maintenance(NodeView node, NodeCondition condition, InstanceAction action) {
        return new Mark(
                NoticeKind.MAINTENANCE,
                action,
                Teller.AKS,
                node.since(condition),
                notBefore(condition).orElse(null));
    }

    /** AKS drains; why, the conditions may tell. */
    private Optional<Mark> autoDrain(NodeView node) {
        return node.taint(AKS_AUTO_DRAIN)
                .filter(_ -> node.conditionTrue(AKS_PREEMPTION).isEmpty()
                        && azureEvent(node).isEmpty())
                .map(taint -> new Mark(
                        node.spot() ? NoticeKind.SPOT_INTERRUPTION : NoticeKind.MAINTENANCE,
                        InstanceAction.TERMINATE,
                        Teller.AKS,
                        node.since(taint),
                        null));
    }

    /** Out of service: by a person, or by another handler after its drain. By ourselves, it is no news. */
    private static Optional<Mark> stopped(NodeView node) {
        return node.taint(SHUTDOWN)
                .or(() -> node.taint(OUT_OF_SERVICE).filter(taint -> !NodeMarks.ONDES.equals(taint.getValue())))
                .map(taint -> new Mark(
                        NoticeKind.INSTANCE_STOPPING,
                        InstanceAction.STOP,
                        Teller.CONTROL_PLANE,
                        node.since(taint),
                        node.since(taint)));
    }

    /** The deadline, which AKS tells in the message only: {@code Preempt Scheduled: Sat, 01 Aug 2026 05:41:02 GMT. …}. */
    private static Optional<Instant> notBefore(NodeCondition condition) {
        Matcher event = matcher(condition);
        if (!event.find() || event.group(2) == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(event.group(2), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Matcher matcher(NodeCondition condition) {
        return EVENT.matcher(condition.getMessage() == null ? "" : condition.getMessage());
    }
}
