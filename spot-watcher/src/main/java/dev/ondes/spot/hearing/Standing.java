package dev.ondes.spot.hearing;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.Sources;
import dev.ondes.spot.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all sources together said of one going away. The earliest counts; later ones add themselves, and may move the
 * deadline. Small shifts are the same: one spot notice was seen with two times three milliseconds apart. Immutable.
 *
 * @param deadlineBy whose deadline it is
 * @param lastSaid when it was said last: what is taken back earlier than that isn't taken back
 */
record Standing(
        String noticeId,
        NoticeKind kind,
        Provider provider,
        InstanceAction action,
        Instant noticedAt,
        @Nullable Instant deadline,
        String deadlineBy,
        Instant lastSaid,
        List<String> sources) {

    Standing {
        sources = List.copyOf(sources);
    }

    static Standing of(String noticeId, Notice first) {
        return new Standing(
                noticeId,
                first.kind(),
                first.provider(),
                first.action(),
                first.noticedAt(),
                first.deadline(),
                first.source(),
                first.noticedAt(),
                List.of(first.source()));
    }

    static Standing of(LedgerEntry entry) {
        return new Standing(
                entry.id(),
                entry.kind(),
                entry.provider(),
                entry.action(),
                entry.noticedAt(),
                entry.deadline(),
                entry.sources().isEmpty() ? "" : entry.sources().getFirst(),
                entry.noticedAt(),
                entry.sources());
    }

    Standing and(Notice later, Duration tolerance) {
        boolean moves = moves(later, tolerance);
        return new Standing(
                noticeId,
                kind,
                provider,
                action == InstanceAction.UNKNOWN ? later.action() : action,
                later.noticedAt().isBefore(noticedAt) ? later.noticedAt() : noticedAt,
                moves ? later.deadline() : deadline,
                moves ? later.source() : deadlineBy,
                later.noticedAt().isAfter(lastSaid) ? later.noticedAt() : lastSaid,
                moves ? Sources.all(List.of(later.source()), sources) : Sources.all(sources, List.of(later.source())));
    }

    /** Others said it, too, and moved nothing. */
    Standing saidBy(List<String> others) {
        return new Standing(
                noticeId,
                kind,
                provider,
                action,
                noticedAt,
                deadline,
                deadlineBy,
                lastSaid,
                Sources.all(sources, others));
    }

    /** Whether this is to be told again. */
    boolean differsFrom(Standing before) {
        return !Objects.equals(deadline, before.deadline);
    }

    /** Who set the deadline may put it off; others only bring it forward. */
    private boolean moves(Notice later, Duration tolerance) {
        Instant said = later.deadline();
        if (said == null || deadline == null) {
            return said != null;
        }
        boolean shifted = Duration.between(deadline, said).abs().compareTo(tolerance) > 0;
        return shifted && (said.isBefore(deadline) || later.source().equals(deadlineBy));
    }
}
