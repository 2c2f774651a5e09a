package dev.ondes.alerter.alerts;

import dev.ondes.alerter.fleet.KnownAlert;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at everything, again and again, and knows what it saw before. Every replica has one that looks, so that whoever takes over has
 * waited as long as the one before. Thread-safe: the journal's thread rehearses and restores while the timer's looks.
 */
public final class AlertWatch {
    private final Evaluator evaluator;
    private Map<AlertKey, Watched> watched = Map.of();
    private boolean looked;

    public AlertWatch(List<Rule> rules, List<Maintenance> maintenance) {
        this.evaluator = new Evaluator(rules, maintenance);
    }

    /** How long the windows are that snapshots must have. */
    public static Set<Duration> windows(List<Rule> rules) {
        return Signals.windows(rules);
    }

    /** One look; what fires, in the order of the rules. */
    public synchronized List<Alert> look(Seen seen) {
        looked = true;
        return step(seen);
    }

    /** As {@link #look(Seen)}, by who could not read the whole journal: none of what is known to fire is fired anew. */
    public synchronized List<Alert> look(Seen seen, Collection<KnownAlert> known) {
        restore(known);
        return look(seen);
    }

    /** A look at what was, while the journal is read. Nothing once somebody looked at what is: that would begin and end alerts in the past. */
    public synchronized void rehearse(Seen seen) {
        if (!looked) {
            var _ = step(seen);
        }
    }

    private List<Alert> step(Seen seen) {
        Evaluation evaluation = evaluator.look(watched, seen);
        watched = evaluation.watched();
        return evaluation.firing();
    }

    /**
     * After the journal was read: what it says to fire does fire, so that it isn't fired anew, and ends only by the rule's own ways. What only
     * we think to fire is told as soon as we may tell.
     */
    public synchronized void restore(Collection<KnownAlert> journal) {
        Map<AlertKey, Watched> restored = new HashMap<>(watched);
        for (KnownAlert alert : journal) {
            KnownAlert.Firing firing = alert.firing();
            if (firing == null || !alert.fires()) {
                continue;
            }
            AlertKey key = AlertKey.of(firing.said());
            if (!restored.getOrDefault(key, new Watched.Well()).fires()) {
                restored.put(
                        key,
                        new Watched.Firing(
                                firing.said().activeSince(), firing.said().firedAt()));
            }
        }
        watched = Map.copyOf(restored);
    }
}
