package dev.ondes.alerter.console.view;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.fleet.Snapshot;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest view of how things stand, made once for all who look: every open page asks for it at the same instant, when a snapshot says that something
 * changed. Thread-safe: one makes it, the others wait.
 */
public final class NowViews {
    private final Rulebook rulebook;
    /** Not held: it is the whole model as it was, and nobody may look for hours. */
    private WeakReference<Snapshot> fleet = new WeakReference<>(null);

    private List<Alert> firing = List.of();
    private @Nullable NowView newest;

    public NowViews(Rulebook rulebook) {
        this.rulebook = rulebook;
    }

    /** Of this moment; ages are those of the first who asked for it. */
    public synchronized NowView of(Moment moment) {
        NowView view = newest;
        if (view == null || !fleet.refersTo(moment.fleet()) || !firing.equals(moment.firing())) {
            view = NowView.of(moment, rulebook);
            newest = view;
            fleet = new WeakReference<>(moment.fleet());
            firing = moment.firing();
        }
        return view;
    }
}
