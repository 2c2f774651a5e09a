package dev.ondes.alerter.notify;

import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every alert: what the journal says, and what we said that it does not say yet. Our own words go with their being read back: the
 * journal forgets what is long over, and so do we. Not thread-safe.
 */
final class Ledger {
    private Map<String, KnownAlert> journal = Map.of();
    /** Our own words, until they are read back; by the alert's id. */
    private final Map<String, KnownAlert> unread = new HashMap<>();
    /** Alerts whose begin nobody but us can have told: we said it, or saw it silenced, and have led since. By id. */
    private final Set<String> ours = new HashSet<>();

    /** Takes over what the journal says by now. */
    void read(List<KnownAlert> said) {
        journal = said.stream().collect(Collectors.toMap(KnownAlert::id, Function.identity()));
        unread.values().removeIf(this::isRead);
    }

    /** We say things in order: what was said as late as our last word comes after all of them. */
    private boolean isRead(KnownAlert own) {
        KnownAlert read = journal.get(own.id());
        return read != null && !read.heardLast().isBefore(own.heardLast());
    }

    /** By id. */
    Map<String, KnownAlert> all() {
        Map<String, KnownAlert> all = new HashMap<>(journal);
        unread.forEach((id, alert) -> all.merge(id, alert, Ledger::join));
        return all;
    }

    void say(AlertFiring began, Instant at) {
        add(KnownAlert.of(began.alertId()).with(new KnownAlert.Firing(at, began)));
    }

    void say(AlertResolved ended, Instant at) {
        add(KnownAlert.of(ended.alertId()).with(new KnownAlert.Resolved(at, ended)));
    }

    private void add(KnownAlert said) {
        unread.merge(said.id(), said, Ledger::join);
    }

    /** The last saying of the same begin: it may name more who have been told. Empty when the alert has begun anew since. */
    Optional<AlertFiring> last(AlertFiring began) {
        KnownAlert.Firing last = one(began.alertId()).firing();
        if (last == null || last.said().firedAt().isBefore(began.firedAt())) {
            return Optional.of(began);
        }
        return Optional.of(last.said()).filter(said -> !said.firedAt().isAfter(began.firedAt()));
    }

    /** As {@link #last(AlertFiring)}, of an end. */
    Optional<AlertResolved> last(AlertResolved ended) {
        KnownAlert.Resolved last = one(ended.alertId()).resolved();
        if (last == null || last.said().firedAt().isBefore(ended.firedAt())) {
            return Optional.of(ended);
        }
        return Optional.of(last.said()).filter(said -> !said.firedAt().isAfter(ended.firedAt()));
    }

    /** What ends by it. */
    Optional<AlertFiring> beginOf(AlertResolved ended) {
        return Optional.ofNullable(one(ended.alertId()).firing()).map(KnownAlert.Firing::said);
    }

    private KnownAlert one(String id) {
        return join(journal.getOrDefault(id, KnownAlert.of(id)), unread.get(id));
    }

    private static KnownAlert join(KnownAlert one, @Nullable KnownAlert other) {
        if (other == null) {
            return one;
        }
        KnownAlert joined = other.firing() == null ? one : one.with(other.firing());
        return other.resolved() == null ? joined : joined.with(other.resolved());
    }

    /** Nobody but us can have told its begin. */
    void isOurs(String id) {
        ours.add(id);
    }

    /** It ends. Returns whether nobody but us can have told its begin. */
    boolean endsOurs(String id) {
        return ours.remove(id);
    }

    /** Another replica leads, and may tell anybody anything. */
    void rest() {
        ours.clear();
    }
}
