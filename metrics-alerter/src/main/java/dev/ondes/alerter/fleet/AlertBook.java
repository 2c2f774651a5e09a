package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import dev.ondes.contracts.event.AlertSilenced;
import dev.ondes.contracts.event.OperatorActed;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/** Alerts that people were told of, silences, and what operators did by hand. Bounded. Used by the model's thread alone. */
final class AlertBook {
    private static final int ALERTS = 10_000;
    private static final int SILENCES = 1_000;
    private static final int DEEDS = 200;

    private final SequencedMap<String, KnownAlert> alerts = new LinkedHashMap<>();
    private final SequencedMap<String, Silence> silences = new LinkedHashMap<>();
    private final Deque<Snapshot.Deed> deeds = new ArrayDeque<>();

    void fires(AlertFiring said, Instant at) {
        alert(said.alertId(), known -> known.with(new KnownAlert.Firing(at, said)));
    }

    void isOver(AlertResolved said, Instant at) {
        alert(said.alertId(), known -> known.with(new KnownAlert.Resolved(at, said)));
    }

    private void alert(String id, UnaryOperator<KnownAlert> saying) {
        KnownAlert known = alerts.get(id);
        alerts.put(id, saying.apply(known == null ? KnownAlert.of(id) : known));
        if (alerts.size() > ALERTS) {
            alerts.pollFirstEntry();
        }
    }

    void silenced(AlertSilenced said, Instant at) {
        var silence = new Silence(at, said);
        silences.merge(silence.id(), silence, Said::last);
        if (silences.size() > SILENCES) {
            silences.pollFirstEntry();
        }
    }

    void acted(OperatorActed said, Instant at) {
        deeds.addFirst(new Snapshot.Deed(at, said));
        if (deeds.size() > DEEDS) {
            deeds.removeLast();
        }
    }

    /** What is over, and of which nothing was heard since. */
    void forget(Instant before) {
        alerts.values().removeIf(alert -> !alert.fires() && alert.heardLast().isBefore(before));
        silences.values().removeIf(silence -> silence.said().until().isBefore(before));
    }

    List<KnownAlert> alerts() {
        return List.copyOf(alerts.values());
    }

    /** The newest first. */
    List<Silence> silences() {
        return new ArrayList<>(silences.values()).reversed();
    }

    /** The newest first. */
    List<Snapshot.Deed> deeds() {
        return List.copyOf(deeds);
    }
}
