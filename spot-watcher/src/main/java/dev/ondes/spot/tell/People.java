package dev.ondes.spot.tell;

import dev.ondes.contracts.event.EventType;
import dev.ondes.contracts.event.NodeDrained;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.JobOnNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells people, at the moment of the notice and not after the drain. Returns at once; nothing waits for it. */
public final class People {
    private final List<Teller> tellers;
    private final Clock clock;

    /** A way to people. May take its time, and fails by itself. */
    public interface Teller {
        /**
         * Tells.
         *
         * @param jobs CI jobs that are concerned, for ways that lead to each of them
         */
        void tell(Told told, String reason, List<JobOnNode> jobs);
    }

    public People(List<Teller> tellers, Clock clock) {
        this.tellers = List.copyOf(tellers);
        this.clock = clock;
    }

    public void noticed(TerminationNotice notice) {
        String jobs =
                notice.jobs().stream().map(job -> Long.toString(job.jobId())).collect(Collectors.joining(", "));
        String text = notice.kind().sentence()
                + left(notice.deadline())
                + (jobs.isEmpty() ? "; no CI job runs there" : "; CI jobs there: " + jobs);
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "noticeId", notice.noticeId());
        put(fields, "node", notice.node());
        put(fields, "kind", notice.kind().wire());
        put(fields, "cause", notice.kind().cause().wire());
        put(fields, "provider", notice.provider().wire());
        put(fields, "instanceId", notice.instanceId());
        put(fields, "instanceType", notice.instanceType());
        put(fields, "zone", notice.zone());
        put(fields, "nodeGroup", notice.nodeGroup());
        put(fields, "action", notice.action().wire());
        put(fields, "noticedAt", notice.noticedAt());
        put(fields, "deadline", notice.deadline());
        put(fields, "jobs", jobs);
        tell(
                new Told(EventType.SPOT_TERMINATION_NOTICE.routingKey(), notice.node(), text, fields),
                EventReason.of(notice.kind()),
                notice.jobs());
    }

    public void cancelled(TerminationCancelled cancelled) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "noticeId", cancelled.noticeId());
        put(fields, "node", cancelled.node());
        put(fields, "kind", cancelled.kind().wire());
        put(fields, "why", cancelled.why());
        tell(
                new Told(
                        EventType.SPOT_TERMINATION_CANCELLED.routingKey(),
                        cancelled.node(),
                        "This node stays after all: " + cancelled.why(),
                        fields),
                "TerminationCancelled",
                List.of());
    }

    public void drained(NodeDrained drained) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, "noticeId", drained.noticeId());
        put(fields, "node", drained.node());
        put(fields, "kind", drained.kind().wire());
        put(fields, "outcome", drained.outcome().wire());
        put(fields, "evicted", drained.evicted());
        put(fields, "forced", drained.forced());
        put(fields, "left", drained.left());
        String text = "Drain ended: " + drained.outcome().wire() + ", " + drained.evicted() + " pods evicted, "
                + drained.forced() + " deleted, " + drained.left() + " left";
        tell(new Told(EventType.NODE_DRAINED.routingKey(), drained.node(), text, fields), "Drained", List.of());
    }

    private void tell(Told told, String reason, List<JobOnNode> jobs) {
        for (Teller teller : tellers) {
            Thread.startVirtualThread(() -> teller.tell(told, reason, jobs));
        }
    }

    private String left(@Nullable Instant deadline) {
        if (deadline == null) {
            return "";
        }
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? ", now" : ", in " + left.toSeconds() + " s";
    }

    private static void put(Map<String, String> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value.toString());
        }
    }
}
