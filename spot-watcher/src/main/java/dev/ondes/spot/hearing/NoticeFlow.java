package dev.ondes.spot.hearing;

import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Notices;
import dev.ondes.spot.notice.Withdrawal;
import dev.ondes.spot.publish.Announcements;
import dev.ondes.spot.tell.Meters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The main flow of every replica: find the node, tell news from what is known, publish, wait for the confirm. Marks on the
 * node and the drain follow elsewhere, from the confirmed event; so they can't come before it. The one exception: a broker
 * that doesn't confirm in time must not leave new jobs to a dying node, so that it is cordoned then, and only that.
 */
public final class NoticeFlow implements Notices {
    private static final Logger LOG = Logger.getLogger(NoticeFlow.class);
    /** Between clocks of a cloud, of nodes and of ours. */
    private static final Duration SKEW = Duration.ofSeconds(10);

    /** Times and rules. */
    public record Rules(
            Duration cordonAfter,
            Duration patience,
            Duration tolerance,
            Duration gcpNotice,
            Duration rebalanceTimeout,
            ManagedNodes managed,
            boolean dryRun) {}

    /** What every replica may write on a node by itself, whoever leads. */
    public interface Writes {
        /** Without waiting for the broker. Never throws. */
        void cordon(NodeFacts node, TerminationNotice notice);

        /** Who else says what is in the node's ledger already. Never throws; tells whether the API server took it. */
        boolean alsoSaid(NodeFacts node, LedgerEntry entry, List<String> sources);
    }

    private final NodeIndex nodes;
    private final Subjects subjects;
    private final Function<String, List<JobOnNode>> jobsOn;
    private final Announcements say;
    private final Writes writes;
    private final Rules rules;
    private final Meters meters;
    private final Clock clock;
    private final NoticeBook book;
    private final Confirms confirms;

    /**
     * @param jobsOn CI jobs on a node
     * @param nodesKnown whether the index has all nodes: only then is an unknown machine a foreign one
     */
    public NoticeFlow(
            NodeIndex nodes,
            BooleanSupplier nodesKnown,
            Function<String, List<JobOnNode>> jobsOn,
            Announcements say,
            Writes writes,
            Rules rules,
            Meters meters,
            Clock clock) {
        this.nodes = nodes;
        this.subjects = new Subjects(nodes, nodesKnown);
        this.jobsOn = jobsOn;
        this.say = say;
        this.writes = writes;
        this.rules = rules;
        this.meters = meters;
        this.clock = clock;
        this.book = new NoticeBook(rules.tolerance(), clock);
        this.confirms = new Confirms(rules.cordonAfter(), rules.patience());
    }

    @Override
    public Heard heard(Notice said) {
        Instant heardAt = clock.instant();
        Heard result = take(withDeadline(said), heardAt);
        meters.heard(said, result);
        return result;
    }

    private Heard take(Notice notice, Instant heardAt) {
        Optional<Subject> found = subjects.find(notice.node());
        if (found.isEmpty()) {
            return Heard.FOREIGN;
        }
        Subject subject = found.get();
        if (subject.facts().filter(node -> !rules.managed().contains(node)).isPresent()) {
            return Heard.UNMANAGED;
        }
        if (isPast(notice, heardAt)) {
            LOG.debug(line("nothing came of this one", subject, notice.kind(), notice.source()));
            return Heard.PAST;
        }
        if (rules.dryRun()) {
            LOG.info(line("dry run: would announce and deal with a notice", subject, notice.kind(), notice.source()));
            return Heard.DRY_RUN;
        }
        NoticeBook.Entered entered = book.enter(subject, notice, standing -> publish(subject, standing));
        if (entered.news()) {
            LOG.info(line(notice.kind().sentence(), subject, notice.kind(), notice.source())
                    .with(LogKey.WAIT, left(entered.noted().standing().deadline(), heardAt)));
            meters.detected(notice, heardAt);
        }
        TerminationNotice event = event(subject, entered.noted().standing());
        confirms.await(
                entered.noted().confirmed(), () -> subject.facts().ifPresent(node -> writes.cordon(node, event)));
        if (entered.news()) {
            meters.published(event, heardAt);
        }
        return entered.news() ? Heard.TAKEN : Heard.KNOWN;
    }

    @Override
    public Heard withdrawn(Withdrawal back) {
        Optional<Subject> found = subjects.find(back.node());
        if (found.isEmpty()) {
            return Heard.FOREIGN;
        }
        Subject subject = found.get();
        Optional<Standing> standing = book.standing(subject, back.kind());
        if (standing.filter(known -> known.sources().contains(back.source())).isEmpty()) {
            return Heard.KNOWN;
        }
        if (rules.dryRun()) {
            LOG.info(line("dry run: would take a notice back", subject, back.kind(), back.source()));
            return Heard.DRY_RUN;
        }
        Standing known = standing.get();
        if (back.at().plus(SKEW).isBefore(known.lastSaid())) {
            LOG.info(line("a withdrawal is older than the notice that stands", subject, back.kind(), back.source()));
            return Heard.KNOWN;
        }
        LOG.info(line("notice withdrawn", subject, back.kind(), back.source()).why(back.why()));
        var event = new TerminationCancelled(
                known.noticeId(),
                subject.node(),
                subject.id().uid(),
                known.provider(),
                subject.instanceId(),
                known.kind(),
                back.at(),
                back.why());
        confirms.await(say.cancelled(event));
        book.cancelled(subject, back.kind());
        meters.withdrawn(back);
        return Heard.TAKEN;
    }

    /**
     * Puts on record who else said what stands, by this process' memory: the other replica, and whoever comes after, takes a
     * withdrawal from those on record only. To be called every few seconds, for there is nothing to add to before the mark. An
     * API server that is away is away for all nodes: the rest waits for the next call.
     */
    public void noteSources() {
        for (NodeFacts node : nodes.all()) {
            for (LedgerEntry entry : node.ledger().active().toList()) {
                if (!noteSources(node, entry)) {
                    return;
                }
            }
        }
    }

    /** Tells false where it could not be written. */
    private boolean noteSources(NodeFacts node, LedgerEntry entry) {
        return book.standing(Subject.of(node), entry.kind())
                .filter(_ -> entry.step().confirmed())
                .filter(standing -> standing.noticeId().equals(entry.id()))
                .filter(standing -> !entry.sources().containsAll(standing.sources()))
                .map(standing -> writes.alsoSaid(node, entry, standing.sources()))
                .orElse(true);
    }

    /** A ledger has what the broker may not have: who cordoned without it may have died since. */
    public void sayAgain(NodeFacts node, LedgerEntry entry) {
        var _ = publish(Subject.of(node), Standing.of(entry));
    }

    /** Nothing came of it, and nobody will say so. Done when the broker has it. */
    public CompletableFuture<Void> takeBack(NodeFacts node, LedgerEntry entry, String why) {
        return say.cancelled(new TerminationCancelled(
                entry.id(),
                node.name(),
                NodeId.of(node).uid(),
                entry.provider(),
                entry.instanceId(),
                entry.kind(),
                clock.instant(),
                why));
    }

    /** AWS goes on showing a recommendation of yesterday, and every new detector finds it. */
    private boolean isPast(Notice notice, Instant heardAt) {
        return notice.kind() == NoticeKind.REBALANCE_RECOMMENDED
                && notice.noticedAt().plus(rules.rebalanceTimeout()).isBefore(heardAt);
    }

    /** GCP's metadata says that a machine is preempted, but not when. */
    private Notice withDeadline(Notice notice) {
        boolean silent = notice.provider() == Provider.GCP
                && notice.kind() == NoticeKind.SPOT_INTERRUPTION
                && notice.deadline() == null;
        return silent ? notice.until(notice.noticedAt().plus(rules.gcpNotice())) : notice;
    }

    private CompletableFuture<Void> publish(Subject subject, Standing standing) {
        return say.notice(event(subject, standing));
    }

    private TerminationNotice event(Subject subject, Standing standing) {
        Optional<NodeFacts> node = subject.facts();
        return new TerminationNotice(
                standing.noticeId(),
                subject.node(),
                subject.id().uid(),
                standing.provider(),
                subject.instanceId(),
                node.map(NodeFacts::instanceType).orElse(null),
                node.map(NodeFacts::zone).orElse(null),
                node.map(NodeFacts::group).orElse(null),
                node.map(NodeFacts::capacity).orElse(CapacityType.SPOT),
                standing.kind(),
                standing.action(),
                standing.noticedAt(),
                standing.deadline(),
                standing.sources(),
                jobsOf(subject));
    }

    /** Where another node has its name by now, nobody can tell whose they are. */
    private List<JobOnNode> jobsOf(Subject subject) {
        boolean replaced =
                subject.facts().isEmpty() && nodes.named(subject.node()).isPresent();
        return replaced ? List.of() : jobsOn.apply(subject.node());
    }

    private static @Nullable Duration left(@Nullable Instant deadline, Instant now) {
        return deadline == null ? null : Duration.between(now, deadline);
    }

    private static LogLine line(String what, Subject subject, NoticeKind kind, String source) {
        return LogLine.of(what)
                .with(LogKey.NODE, subject.node())
                .with(LogKey.REASON, kind.wire())
                .with(LogKey.SUBJECT, source);
    }
}
