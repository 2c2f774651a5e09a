package dev.ondes.spot.marks;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sign on a node that it goes away.
 *
 * @param noticedAt when it was written, where the mark tells; else when it was first seen
 * @param deadline when the node goes at the latest; null where nobody says
 */
public record Mark(
        NoticeKind kind,
        InstanceAction action,
        Teller teller,
        Instant noticedAt,
        @Nullable Instant deadline) {

    /** What a mark is the same by, though it be written anew. */
    record Key(NoticeKind kind, Teller teller) {}

    Key key() {
        return new Key(kind, teller);
    }

    /** From the notice to the deadline, where there is one. */
    Optional<Duration> lead() {
        return Optional.ofNullable(deadline).map(end -> Duration.between(noticedAt, end));
    }
}
