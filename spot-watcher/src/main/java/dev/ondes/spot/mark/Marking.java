package dev.ondes.spot.mark;

import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.hearing.NoticeFlow;
import dev.ondes.spot.limit.Urgency;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.LedgerJson;
import dev.ondes.spot.node.NodeCalls;
import dev.ondes.spot.node.NodeCalls.ConflictException;
import dev.ondes.spot.node.NodeCalls.NodeGoneException;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.node.Sources;
import dev.ondes.spot.settings.Modes;
import dev.ondes.spot.settings.SpotSettings.TaintEffect;
import dev.ondes.spot.tell.Meters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes on nodes: one patch from ledger and node as they are to what is to be. The leader's, but for {@link NoticeFlow.Writes}.
 * Each call may be repeated; an API server that is away shows as exception.
 */
public final class Marking implements NoticeFlow.Writes {
    private static final Logger LOG = Logger.getLogger(Marking.class);
    private static final int TRIES = 8;
    private static final Duration WITHOUT_DEADLINE = Duration.ofMinutes(10);

    /** What to write. */
    public record Rules(Modes modes, TaintEffect effect, boolean exclude, boolean condition, boolean outOfService) {}

    private final NodeIndex nodes;
    private final NodeCalls calls;
    private final Rules rules;
    private final NodePatch patches;
    private final Conditions conditions;
    private final Meters meters;
    private final Clock clock;

    public Marking(NodeIndex nodes, NodeCalls calls, Rules rules, Meters meters, Clock clock) {
        this.nodes = nodes;
        this.calls = calls;
        this.rules = rules;
        this.patches = new NodePatch(rules.modes(), rules.effect(), rules.exclude());
        this.conditions = new Conditions(calls, rules.modes(), meters, clock);
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Marks the node of a confirmed notice.
     *
     * @return whether this was news to its ledger; false also when the node is gone, though another has its name by now, or the
     *     notice was taken back
     */
    public boolean mark(TerminationNotice notice) {
        Instant urgency = Urgency.ofMark(due(notice.deadline()));
        var news = new boolean[1];
        Optional<NodeFacts> node = change(id(notice), urgency, facts -> {
            Optional<LedgerEntry> known = facts.ledger().entry(notice.noticeId());
            news[0] = known.map(LedgerEntry::step).filter(Step::confirmed).isEmpty();
            if (known.filter(entry -> !entry.active()).isPresent()) {
                return Optional.empty();
            }
            LedgerEntry entry = known.filter(later -> isOvertaken(notice, later))
                    .map(later -> later.at(later.step().onConfirm()))
                    .orElseGet(() -> entry(notice, known));
            return patches.of(facts, facts.ledger().with(entry));
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
        return news[0];
    }

    /** Has the condition of a node written that a notice has marked. Returns at once: nothing waits for it. */
    public void show(TerminationNotice notice) {
        if (shows(notice.kind()) && nodes.find(id(notice)).isPresent()) {
            conditions.renew(
                    notice.node(), Urgency.ofShowing(due(notice.deadline())), "Nothing ends this node any more");
        }
    }

    private static NodeId id(TerminationNotice notice) {
        return new NodeId(notice.node(), notice.nodeUid(), notice.instanceId());
    }

    private boolean shows(NoticeKind kind) {
        return rules.condition() && rules.modes().of(kind).cordons();
    }

    /**
     * Whether the ledger has what was said later: events of one name come in any order, and each says all sources of those before
     * it. One that names fewer never puts a deadline off.
     */
    private static boolean isOvertaken(TerminationNotice notice, LedgerEntry known) {
        Instant deadline = notice.deadline();
        return known.sources().size() > notice.sources().size()
                && known.sources().containsAll(notice.sources())
                && known.deadline() != null
                && (deadline == null || deadline.isAfter(known.deadline()));
    }

    private static LedgerEntry entry(TerminationNotice notice, Optional<LedgerEntry> known) {
        Step step = known.map(entry -> entry.step().onConfirm()).orElse(Step.MARKED);
        return new LedgerEntry(
                notice.noticeId(),
                notice.kind(),
                notice.provider(),
                notice.instanceId(),
                notice.action(),
                notice.noticedAt(),
                notice.deadline(),
                Sources.all(notice.sources(), known.map(LedgerEntry::sources).orElse(List.of())),
                step);
    }

    /** Takes off what is only there for this notice; uncordons only what we cordoned. */
    public void unmark(TerminationCancelled cancelled) {
        Instant urgency = clock.instant();
        var meant = new NodeId(cancelled.node(), cancelled.nodeUid(), cancelled.instanceId());
        Optional<NodeFacts> node = change(meant, urgency, facts -> {
            LedgerEntry entry = facts.ledger()
                    .entry(cancelled.noticeId())
                    .map(known -> known.at(Step.CANCELLED))
                    .orElseGet(() -> overtaken(cancelled));
            return patches.of(facts, facts.ledger().with(entry));
        });
        if (node.isPresent() && shows(cancelled.kind())) {
            conditions.renew(cancelled.node(), Urgency.ofShowing(urgency), cancelled.why());
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

    /** Notes that the drain is over, where the node's ledger has the notice. */
    public void drained(String node, String noticeId) {
        Instant deadline = nodes.named(node)
                .flatMap(facts -> facts.ledger().entry(noticeId))
                .map(LedgerEntry::deadline)
                .orElse(null);
        var _ = change(
                new NodeId(node, null, null),
                Urgency.ofDrain(due(deadline)),
                facts -> facts.ledger()
                        .entry(noticeId)
                        .filter(entry -> entry.active() && !entry.step().drained())
                        .map(entry -> afterDrain(
                                facts, facts.ledger().with(entry.at(entry.step().onDrained())), entry)));
    }

    private Map<String, Object> afterDrain(NodeFacts facts, Ledger ledger, LedgerEntry entry) {
        Map<String, Object> patch = new HashMap<>(note(ledger));
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
            var _ = change(NodeId.of(node), Urgency.ofMark(due(notice.deadline())), facts -> {
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

    @Override
    public boolean alsoSaid(NodeFacts node, LedgerEntry said, List<String> sources) {
        try {
            var _ = change(
                    NodeId.of(node),
                    Urgency.ofShowing(due(said.deadline())),
                    facts -> facts.ledger()
                            .entry(said.id())
                            .filter(entry -> entry.active() && !entry.sources().containsAll(sources))
                            .map(entry -> note(facts.ledger().with(entry.saidBy(sources)))));
            return true;
        } catch (RuntimeException e) {
            LOG.warn(LogLine.of("who else said it can't be noted yet")
                    .with(LogKey.NODE, node.name())
                    .why(e.getMessage()));
            return false;
        }
    }

    /** The ledger and nothing else. */
    private static Map<String, Object> note(Ledger ledger) {
        return Map.of("metadata", Map.of("annotations", Map.of(NodeMarks.LEDGER, LedgerJson.write(ledger))));
    }

    /**
     * Patches the node from what it is now; looks again when somebody else was faster. One that has its name and is another stays
     * as it is.
     *
     * @return the node as it is then; empty where it is gone
     */
    private Optional<NodeFacts> change(NodeId wanted, Instant urgency, NodeCalls.Patch patch) {
        String name = Objects.requireNonNull(wanted.name());
        for (int tries = 1; ; tries++) {
            boolean unsure = tries > 1 || nodes.named(name).filter(wanted::is).isEmpty();
            if (unsure && calls.find(name, urgency).isEmpty()) {
                return Optional.empty();
            }
            try {
                calls.patch(name, facts -> wanted.is(facts) ? patch.of(facts) : Optional.empty(), urgency);
                return nodes.named(name).filter(wanted::is);
            } catch (NodeGoneException e) {
                return Optional.empty();
            } catch (ConflictException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** When the node ends, or may be taken to. */
    private Instant due(@Nullable Instant deadline) {
        return Objects.requireNonNullElseGet(deadline, () -> clock.instant().plus(WITHOUT_DEADLINE));
    }
}
