package dev.ondes.alerter.notify;

import dev.ondes.alerter.fleet.KnownAlert;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps every Alertmanager up to date, each in a thread of its own: one that does not answer holds up neither the rules nor the others. Of one
 * at most one round is under way. Used by one thread.
 */
public final class Mirrors {
    private final List<Alertmanager> all;
    private final Map<Alertmanager, Instant> told = new HashMap<>();
    private final Set<Alertmanager> busy = ConcurrentHashMap.newKeySet();

    public Mirrors(List<Alertmanager> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Tells each that is due. Returns at once.
     *
     * @param news something began or ended: all are due
     */
    public void tell(Collection<KnownAlert> known, Instant now, boolean news) {
        if (news) {
            // Whoever is still busy hears it as soon as it is not.
            told.clear();
        }
        List<KnownAlert> then = List.copyOf(known);
        for (Alertmanager one : all) {
            if (isDue(one, now) && busy.add(one)) {
                told.put(one, now);
                Thread.ofVirtual().name("ondes-mirror").start(() -> {
                    try {
                        one.mirror(then, now);
                    } finally {
                        busy.remove(one);
                    }
                });
            }
        }
    }

    private boolean isDue(Alertmanager one, Instant now) {
        Instant last = told.get(one);
        return last == null || !last.plus(one.resend()).isAfter(now);
    }
}
