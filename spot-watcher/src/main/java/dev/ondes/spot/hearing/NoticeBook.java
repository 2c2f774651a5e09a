package dev.ondes.spot.hearing;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.notice.Notice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells news from what is known, within a source and across sources: by what this process heard, and by the node's ledger,
 * which outlives it and is the same for all replicas. Thread-safe.
 */
final class NoticeBook {
    /** Longer than any source repeats itself. */
    private static final Duration KEPT = Duration.ofHours(6);

    private final Duration tolerance;
    private final Clock clock;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    /**
     * What is known of one subject and kind.
     *
     * @param generation how many came to nothing before
     */
    private record Page(int generation, Optional<Noted> noted, Instant at) {}

    /** What stands, and the broker's confirm of its last event. */
    record Noted(Standing standing, CompletableFuture<Void> confirmed) {
        /** Given up, for whatever reason: whoever says it again has it published again. */
        boolean failed() {
            return confirmed.isCompletedExceptionally();
        }

        /** Also by those whom another replica heard. */
        Noted saidBy(List<String> others) {
            return new Noted(standing.saidBy(others), confirmed);
        }
    }

    /** @param news whether an event is to be said that wasn't before */
    record Entered(Noted noted, boolean news) {}

    NoticeBook(Duration tolerance, Clock clock) {
        this.tolerance = tolerance;
        this.clock = clock;
    }

    /**
     * Enters what was heard.
     *
     * @param say publishes; called at most once, and only for news
     */
    Entered enter(Subject subject, Notice notice, Function<Standing, CompletableFuture<Void>> say) {
        var result = new Entered[1];
        pages.compute(subject.key(notice.kind()), (_, known) -> {
            int generation = generation(subject, notice.kind(), known);
            String id = id(subject, notice.kind(), known);
            Optional<Noted> before = before(subject, id, known);
            Standing now = before.map(noted -> noted.standing().and(notice, tolerance))
                    .orElseGet(() -> Standing.of(id, notice));
            boolean news = before.map(noted -> now.differsFrom(noted.standing()) || noted.failed())
                    .orElse(true);
            Noted noted =
                    new Noted(now, news ? say.apply(now) : before.orElseThrow().confirmed());
            result[0] = new Entered(noted, news);
            return new Page(generation, Optional.of(noted), clock.instant());
        });
        sweep();
        return result[0];
    }

    /** What stands of this kind. */
    Optional<Standing> standing(Subject subject, NoticeKind kind) {
        Page page = pages.get(subject.key(kind));
        return before(subject, id(subject, kind, page), page).map(Noted::standing);
    }

    /** It came to nothing: the next one is another. */
    void cancelled(Subject subject, NoticeKind kind) {
        pages.compute(
                subject.key(kind),
                (_, known) -> new Page(generation(subject, kind, known) + 1, Optional.empty(), clock.instant()));
    }

    private static int generation(Subject subject, NoticeKind kind, @Nullable Page known) {
        int written = ledger(subject).cancelled(kind);
        return known == null ? written : Math.max(written, known.generation());
    }

    /** What stands in the ledger keeps its name, whoever gave it: a replica that hadn't seen the node, or an earlier release. */
    private static String id(Subject subject, NoticeKind kind, @Nullable Page known) {
        int generation = generation(subject, kind, known);
        // Taken back here a moment ago: then it doesn't stand any more, though the ledger still has it.
        boolean old = generation > ledger(subject).cancelled(kind);
        return ledger(subject)
                .active(kind)
                .filter(_ -> !old)
                .map(LedgerEntry::id)
                .orElseGet(() -> subject.noticeId(kind, generation));
    }

    private static Optional<Noted> before(Subject subject, String id, @Nullable Page known) {
        Optional<Noted> heard = known == null
                ? Optional.empty()
                : known.noted().filter(noted -> noted.standing().noticeId().equals(id));
        Optional<LedgerEntry> written =
                ledger(subject).entry(id).filter(entry -> entry.step().confirmed() && entry.active());
        return heard.map(noted ->
                        written.map(entry -> noted.saidBy(entry.sources())).orElse(noted))
                .or(() -> written.map(entry -> new Noted(Standing.of(entry), CompletableFuture.completedFuture(null))));
    }

    private static Ledger ledger(Subject subject) {
        return subject.facts().map(NodeFacts::ledger).orElse(Ledger.EMPTY);
    }

    private void sweep() {
        Instant oldest = clock.instant().minus(KEPT);
        pages.values().removeIf(page -> page.at().isBefore(oldest));
    }
}
