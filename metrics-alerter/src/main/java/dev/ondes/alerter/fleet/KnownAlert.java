package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the journal says of an alert: it fires, or fired last.
 *
 * @param firing the last time that it began
 * @param resolved the last time that it ended
 */
public record KnownAlert(
        String id, @Nullable Firing firing, @Nullable Resolved resolved) {

    /** It began; said again when people have been told. */
    public record Firing(Instant saidAt, AlertFiring said) implements Said {}

    /** It ended; said again when people have been told. */
    public record Resolved(Instant saidAt, AlertResolved said) implements Said {}

    public static KnownAlert of(String id) {
        return new KnownAlert(id, null, null);
    }

    public KnownAlert with(Firing said) {
        return new KnownAlert(id, Said.last(firing, said), resolved);
    }

    public KnownAlert with(Resolved said) {
        return new KnownAlert(id, firing, Said.last(resolved, said));
    }

    /** Whether it fires: it began, and that beginning had no end. */
    public boolean fires() {
        return firing != null
                && (resolved == null
                        || resolved.said().firedAt().isBefore(firing.said().firedAt()));
    }

    /** When it was last heard of. */
    public Instant heardLast() {
        Instant began = firing == null ? Instant.MIN : firing.saidAt();
        Instant ended = resolved == null ? Instant.MIN : resolved.saidAt();
        return began.isAfter(ended) ? began : ended;
    }
}
