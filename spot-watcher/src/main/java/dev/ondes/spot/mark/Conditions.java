package dev.ondes.spot.mark;

import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.NodeCalls;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.settings.Modes;
import dev.ondes.spot.tell.EventReason;
import dev.ondes.spot.tell.Meters;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The condition {@code OndesTermination} of nodes, for people. Nothing waits for it: each node has a thread of its own while
 * something is to be written. What is written is what the node's ledger says when its turn has come; and as a node has one
 * writer, the True of a notice never comes after the False of its cancellation. What is lost with the process stays unwritten
 * until the node's next notice. Thread-safe.
 *
 * <p>It needs a call of its own: status is a subresource, which a patch of the node can't reach.
 */
final class Conditions {
    private static final Logger LOG = Logger.getLogger(Conditions.class);

    private final NodeCalls calls;
    private final Modes modes;
    private final Meters meters;
    private final Clock clock;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    /** Compared by identity: a later wish for the same is another. */
    private static final class Asked {
        private final Instant urgency;
        private final String whenFree;

        Asked(Instant urgency, String whenFree) {
            this.urgency = urgency;
            this.whenFree = whenFree;
        }
    }

    Conditions(NodeCalls calls, Modes modes, Meters meters, Clock clock) {
        this.calls = calls;
        this.modes = modes;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Has the node's condition written. Returns at once.
     *
     * @param whenFree what to say if nothing stands any more then
     */
    void renew(String node, Instant urgency, String whenFree) {
        if (asked.put(node, new Asked(urgency, whenFree)) == null) {
            Thread.startVirtualThread(() -> writeAll(node));
        }
    }

    private void writeAll(String node) {
        Asked now = asked.get(node);
        while (now != null) {
            write(node, now);
            now = asked.remove(node, now) ? null : asked.get(node);
        }
    }

    /** Nothing gets out, not even an Error: the node's entry in {@link #asked} would say for ever that somebody writes. */
    private void write(String node, Asked wish) {
        try {
            calls.condition(node, facts -> Optional.of(of(facts, wish.whenFree)), wish.urgency);
        } catch (RuntimeException | Error e) {
            LOG.warn(LogLine.of("a node's condition can't be written").with(LogKey.NODE, node), e);
            meters.failed("kubernetes", "condition");
        }
    }

    private Map<String, Object> of(NodeFacts node, String whenFree) {
        Optional<LedgerEntry> first = node.ledger()
                .active()
                .filter(entry -> modes.of(entry.kind()).cordons())
                .min(Comparator.comparing(
                        LedgerEntry::deadline, Comparator.nullsLast(Comparator.<Instant>naturalOrder())));
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Map<String, Object> condition = new HashMap<>();
        condition.put("type", NodeMarks.CONDITION);
        condition.put("status", first.isPresent() ? "True" : "False");
        condition.put("reason", first.map(entry -> EventReason.of(entry.kind())).orElse("Cancelled"));
        condition.put("message", first.map(entry -> entry.kind().sentence()).orElse(whenFree));
        condition.put("lastTransitionTime", now);
        condition.put("lastHeartbeatTime", now);
        return condition;
    }
}
