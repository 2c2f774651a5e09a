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
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.NotTakenException;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

        /** Who else says what is in the node's ledger already. Never throws. */
        void alsoSaid(NodeFacts node, LedgerEntry entry, List<String> sources);
    }

    private final NodeIndex nodes;
    private final BooleanSupplier nodesKnown;
    private final Function<String, List<JobOnNode>> jobsOn;
    private final Announcements say;
    private final Writes writes;
    private final Rules rules;
    private final Meters meters;
    private final Clock clock;
    private final NoticeBook book;

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
        this.nodesKnown = nodesKnown;
        this.jobsOn = jobsOn;
        this.say = say;
        this.writes = writes;
        this.rules = rules;
        this.meters = meters;
        this.clock = clock;
        this.book = new NoticeBook(rules.tolerance(), clock);
    }

    @Override
    public Heard heard(Notice said) {
        Instant heardAt = clock.instant();
        Heard result = take(withDeadline(said), heardAt);
        meters.heard(said, result);
        return result;
    }

    private Heard take(Notice notice, Instant heardAt) {
        Optional<Subject> found = subject(notice.instanceId(), notice.provider(), notice.node());
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
        awaitConfirm(subject, entered.noted().confirmed(), event, true);
        if (entered.news()) {
            meters.published(event, heardAt);
        }
        return entered.news() ? Heard.TAKEN : Heard.KNOWN;
    }

    @Override
    public Heard withdrawn(Withdrawal back) {
        Optional<Subject> found = subject(back.instanceId(), back.provider(), back.node());
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
                known.provider(),
                subject.instanceId(),
                known.kind(),
                back.at(),
                back.why());
        awaitConfirm(subject, say.cancelled(event), null, false);
        book.cancelled(subject, back.kind());
        meters.withdrawn(back);
        return Heard.TAKEN;
    }

    /**
     * Puts on record who else said what stands, by this process' memory: the other replica, and whoever comes after, takes a
     * withdrawal from those on record only. To be called every few seconds, for there is nothing to add to before the mark.
     */
    public void noteSources() {
        for (NodeFacts node : nodes.all()) {
            node.ledger()
                    .active()
                    .filter(entry -> entry.step() != Step.UNCONFIRMED)
                    .forEach(entry -> book.standing(Subject.of(node), entry.kind())
                            .filter(standing -> standing.noticeId().equals(entry.id()))
                            .filter(standing -> !entry.sources().containsAll(standing.sources()))
                            .ifPresent(standing -> writes.alsoSaid(node, entry, standing.sources())));
        }
    }

    /** A ledger has what the broker may not have: who cordoned without it may have died since. */
    public void sayAgain(NodeFacts node, LedgerEntry entry) {
        var _ = publish(Subject.of(node), Standing.of(entry));
    }

    /** Nothing came of it, and nobody will say so. Done when the broker has it. */
    public CompletableFuture<Void> takeBack(NodeFacts node, LedgerEntry entry, String why) {
        return say.cancelled(new TerminationCancelled(
                entry.id(), node.name(), entry.provider(), entry.instanceId(), entry.kind(), clock.instant(), why));
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
        return silent
                ? new Notice(
                        notice.provider(),
                        notice.instanceId(),
                        notice.node(),
                        notice.kind(),
                        notice.action(),
                        notice.noticedAt(),
                        notice.noticedAt().plus(rules.gcpNotice()),
                        notice.source(),
                        notice.rawId())
                : notice;
    }

    /**
     * By machine first: names of nodes are not reliable. Empty for a machine that is no node.
     *
     * @throws NotTakenException when the nodes aren't known yet
     */
    private Optional<Subject> subject(@Nullable String instanceId, Provider provider, @Nullable String node) {
        Optional<NodeFacts> facts = Optional.ofNullable(instanceId)
                .flatMap(id -> nodes.ofMachine(provider, id))
                .or(() -> Optional.ofNullable(node).flatMap(nodes::named));
        if (facts.isPresent()) {
            return facts.map(Subject::of);
        }
        if (node != null) {
            return Optional.of(new Subject(node, instanceId, Optional.empty()));
        }
        if (!nodesKnown.getAsBoolean()) {
            throw new NotTakenException("the cluster's nodes are not known yet");
        }
        return Optional.empty();
    }

    private CompletableFuture<Void> publish(Subject subject, Standing standing) {
        return say.notice(event(subject, standing));
    }

    private TerminationNotice event(Subject subject, Standing standing) {
        Optional<NodeFacts> node = subject.facts();
        return new TerminationNotice(
                standing.noticeId(),
                subject.node(),
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
                jobsOn.apply(subject.node()));
    }

    private void awaitConfirm(
            Subject subject, CompletableFuture<Void> confirmed, @Nullable TerminationNotice notice, boolean firstAid) {
        if (done(confirmed, rules.cordonAfter())) {
            return;
        }
        if (firstAid && notice != null) {
            subject.facts().ifPresent(node -> writes.cordon(node, notice));
        }
        if (!done(confirmed, rules.patience().minus(rules.cordonAfter()))) {
            throw new NotTakenException("the broker has not confirmed yet");
        }
    }

    private static boolean done(CompletableFuture<Void> confirmed, Duration within) {
        try {
            confirmed.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotTakenException("interrupted");
        } catch (ExecutionException e) {
            throw new NotTakenException("not published: " + e.getMessage());
        }
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
