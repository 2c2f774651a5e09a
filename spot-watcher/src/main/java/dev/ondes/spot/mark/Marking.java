package dev.ondes.spot.mark;

import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.hearing.NoticeFlow;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.LedgerJson;
import dev.ondes.spot.node.NodeCalls;
import dev.ondes.spot.node.NodeCalls.ConflictException;
import dev.ondes.spot.node.NodeCalls.NodeGoneException;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.settings.Mode;
import dev.ondes.spot.settings.Modes;
import dev.ondes.spot.settings.SpotSettings.TaintEffect;
import dev.ondes.spot.tell.EventReason;
import dev.ondes.spot.tell.Meters;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes on nodes: one patch from ledger and node as they are to what is to be. The leader's, but for the first aid when
 * the broker is away, which any replica gives. Each call may be repeated; an API server that is away shows as exception.
 *
 * <p>The condition needs a call of its own: status is a subresource, which a patch of the node can't reach.
 */
public final class Marking implements NoticeFlow.FirstAid {
    private static final Logger LOG = Logger.getLogger(Marking.class);
    private static final int TRIES = 8;

    /** What to write. */
    public record Rules(Modes modes, TaintEffect effect, boolean exclude, boolean condition, boolean outOfService) {}

    private final NodeIndex nodes;
    private final NodeCalls calls;
    private final Rules rules;
    private final NodePatch patches;
    private final Meters meters;
    private final Clock clock;

    public Marking(NodeIndex nodes, NodeCalls calls, Rules rules, Meters meters, Clock clock) {
        this.nodes = nodes;
        this.calls = calls;
        this.rules = rules;
        this.patches = new NodePatch(rules.modes(), rules.effect(), rules.exclude());
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Marks the node of a confirmed notice.
     *
     * @return whether this was news to its ledger; false also when the node is gone or the notice was taken back
     */
    public boolean mark(TerminationNotice notice) {
        Instant urgency = urgency(notice.deadline());
        var news = new boolean[1];
        Optional<NodeFacts> node = change(notice.node(), urgency, facts -> {
            Optional<LedgerEntry> known = facts.ledger().entry(notice.noticeId());
            news[0] = known.map(LedgerEntry::step)
                    .filter(step -> step != Step.UNCONFIRMED)
                    .isEmpty();
            if (known.filter(entry -> !entry.active()).isPresent()) {
                return Optional.empty();
            }
            return patches.of(facts, facts.ledger().with(entry(notice, known)));
        });
        if (node.isEmpty()) {
            return false;
        }
        if (news[0]) {
            LOG.info(LogLine.of("node marked")
                    .with(LogKey.NODE, notice.node())
                    .with(LogKey.REASON, notice.kind().wire())
                    .with(LogKey.STATUS, rules.modes().of(notice.kind())));
            meters.marked(notice);
        }
        if (rules.condition() && rules.modes().of(notice.kind()) != Mode.OBSERVE) {
            condition(notice.node(), "True", reason(notice), notice.kind().sentence(), urgency);
        }
        return news[0];
    }

    private static LedgerEntry entry(TerminationNotice notice, Optional<LedgerEntry> known) {
        var sources = new TreeSet<>(notice.sources());
        known.ifPresent(entry -> sources.addAll(entry.sources()));
        Step step = known.map(LedgerEntry::step)
                .filter(done -> done != Step.UNCONFIRMED)
                .orElse(Step.MARKED);
        return new LedgerEntry(
                notice.noticeId(),
                notice.kind(),
                notice.provider(),
                notice.instanceId(),
                notice.action(),
                notice.noticedAt(),
                notice.deadline(),
                sources.stream().toList(),
                step);
    }

    /** Takes off what is only there for this notice; uncordons only what we cordoned. */
    public void unmark(TerminationCancelled cancelled) {
        Instant urgency = clock.instant();
        Optional<NodeFacts> node = change(cancelled.node(), urgency, facts -> {
            LedgerEntry entry = facts.ledger()
                    .entry(cancelled.noticeId())
                    .map(known -> known.at(Step.CANCELLED))
                    .orElseGet(() -> overtaken(cancelled));
            return patches.of(facts, facts.ledger().with(entry));
        });
        boolean free = node.filter(facts -> facts.ledger()
                        .active()
                        .noneMatch(e -> rules.modes().of(e.kind()).cordons()))
                .isPresent();
        if (free && rules.condition() && rules.modes().of(cancelled.kind()) != Mode.OBSERVE) {
            condition(cancelled.node(), "False", "Cancelled", cancelled.why(), urgency);
        }
        LOG.info(LogLine.of("notice taken back")
                .with(LogKey.NODE, cancelled.node())
                .with(LogKey.REASON, cancelled.kind().wire())
                .why(cancelled.why()));
    }

    /** The cancellation was heard before its notice; noted, so that the notice finds it. */
    private static LedgerEntry overtaken(TerminationCancelled cancelled) {
        return new LedgerEntry(
                cancelled.noticeId(),
                cancelled.kind(),
                cancelled.provider(),
                cancelled.instanceId(),
                InstanceAction.UNKNOWN,
                cancelled.cancelledAt(),
                null,
                List.of(),
                Step.CANCELLED);
    }

    /** Notes that the drain is over. */
    public void drained(String node, String noticeId, Instant urgency) {
        var _ = change(
                node,
                urgency,
                facts -> facts.ledger()
                        .entry(noticeId)
                        .filter(entry -> entry.step() == Step.MARKED || entry.step() == Step.UNCONFIRMED)
                        .map(entry -> afterDrain(facts, facts.ledger().with(entry.at(Step.DRAINED)), entry)));
    }

    private Map<String, Object> afterDrain(NodeFacts facts, Ledger ledger, LedgerEntry entry) {
        Map<String, Object> patch = new HashMap<>();
        patch.put("metadata", Map.of("annotations", Map.of(NodeMarks.LEDGER, LedgerJson.write(ledger))));
        if (rules.outOfService() && entry.kind().certain()) {
            patch.put("spec", Map.of("taints", NodePatch.withOutOfService(facts.taints())));
        }
        return patch;
    }

    @Override
    public void cordon(NodeFacts node, TerminationNotice notice) {
        if (!rules.modes().of(notice.kind()).cordons()) {
            return;
        }
        try {
            var _ = change(node.name(), urgency(notice.deadline()), facts -> {
                if (facts.ledger().entry(notice.noticeId()).isPresent()) {
                    return Optional.empty();
                }
                LedgerEntry entry = entry(notice, Optional.empty()).at(Step.UNCONFIRMED);
                LOG.warn(LogLine.of("the broker does not confirm: node cordoned without waiting for it")
                        .with(LogKey.NODE, facts.name()));
                return Optional.of(patches.firstAid(facts, facts.ledger().with(entry)));
            });
        } catch (RuntimeException e) {
            LOG.warn(LogLine.of("neither the broker nor the API server takes it")
                    .with(LogKey.NODE, node.name())
                    .why(e.getMessage()));
        }
    }

    /**
     * Patches the node from what it is now; looks again when somebody else was faster.
     *
     * @param patch from the node as seen to what is to be sent; empty where it is right already
     * @return the node as it is then; empty where it is gone
     */
    private Optional<NodeFacts> change(
            String name, Instant urgency, Function<NodeFacts, Optional<Map<String, Object>>> patch) {
        for (int tries = 1; ; tries++) {
            Optional<NodeFacts> node = nodes.named(name);
            if (node.isEmpty() || tries > 1) {
                if (calls.find(name, urgency).isEmpty()) {
                    return Optional.empty();
                }
                node = nodes.named(name);
            }
            NodeFacts seen = node.orElseThrow();
            Optional<Map<String, Object>> wanted = patch.apply(seen);
            if (wanted.isEmpty()) {
                return node;
            }
            try {
                calls.patch(seen, wanted.get(), urgency);
                return nodes.named(name);
            } catch (NodeGoneException e) {
                return Optional.empty();
            } catch (ConflictException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** People look at it; nothing waits for it. */
    private void condition(String node, String status, String reason, String message, Instant urgency) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try {
            calls.condition(
                    node,
                    Map.of(
                            "type",
                            NodeMarks.CONDITION,
                            "status",
                            status,
                            "reason",
                            reason,
                            "message",
                            message,
                            "lastTransitionTime",
                            now,
                            "lastHeartbeatTime",
                            now),
                    urgency.plusSeconds(60));
        } catch (KubernetesClientException e) {
            meters.failed("kubernetes", "condition");
        }
    }

    private static String reason(TerminationNotice notice) {
        return EventReason.of(notice.kind());
    }

    /** Without a deadline it is as urgent as what is due in ten minutes. */
    private Instant urgency(@Nullable Instant deadline) {
        return Objects.requireNonNullElseGet(deadline, () -> clock.instant().plusSeconds(600));
    }
}
