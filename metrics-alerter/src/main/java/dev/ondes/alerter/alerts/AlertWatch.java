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
 * waited as long as the one before. What people were told of comes first: replicas don't look at the same moments, and of two that judge differently
 * the next leader would take back what the last one said. Thread-safe: the journal's thread rehearses while the timer's looks.
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

    /**
     * One look; what fires, in the order of the rules.
     *
     * @param told what the journal says, and what we said ourselves and have not read back yet: it is gone on from there
     */
    public synchronized List<Alert> look(Seen seen, Collection<KnownAlert> told) {
        looked = true;
        return step(seen, told);
    }

    /** A look at what was, while the journal is read. Nothing once somebody looked at what is: that would begin and end alerts in the past. */
    public synchronized void rehearse(Seen seen) {
        if (!looked) {
            var _ = step(seen, seen.fleet().alerts());
        }
    }

    private List<Alert> step(Seen seen, Collection<KnownAlert> told) {
        Evaluation evaluation = evaluator.look(following(told), seen);
        watched = evaluation.watched();
        return evaluation.firing();
    }

    private Map<AlertKey, Watched> following(Collection<KnownAlert> told) {
        Map<AlertKey, Watched> following = new HashMap<>(watched);
        for (KnownAlert alert : told) {
            if (alert.firing() == null) {
                continue;
            }
            AlertKey key = AlertKey.of(alert.firing().said());
            switch (Watched.following(following.getOrDefault(key, new Watched.Well()), alert)) {
                case Watched.Well _ -> following.remove(key);
                case Watched other -> following.put(key, other);
            }
        }
        return following;
    }
}
