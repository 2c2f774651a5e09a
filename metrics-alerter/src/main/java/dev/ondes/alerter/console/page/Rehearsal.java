package dev.ondes.alerter.console.page;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.access.Visitor;
import dev.ondes.alerter.console.asset.Assets;
import dev.ondes.alerter.console.live.Part;
import dev.ondes.alerter.console.live.Parts;
import dev.ondes.alerter.console.view.AlertsView;
import dev.ondes.alerter.console.view.CostView;
import dev.ondes.alerter.console.view.JobFilter;
import dev.ondes.alerter.console.view.JobsView;
import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.console.view.NowView;
import dev.ondes.alerter.console.view.Rulebook;
import dev.ondes.alerter.console.view.Urgency;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Makes the pages that are looked at most before anybody does: the first one of a process costs some tenths of a second of loading, which would else be an
 * operator's to wait for. Any thread; to be called once.
 */
@ApplicationScoped
public class Rehearsal {
    private static final Visitor NOBODY = new Visitor("", false, false, null);
    private static final JobFilter ALL_JOBS = new JobFilter("", "", "", "", "", "", false);
    private static final int HOURS = 24;

    private final Console console;
    private final Assets assets;
    private final Rulebook rulebook;

    public Rehearsal(Console console, Assets assets, Rulebook rulebook) {
        this.console = console;
        this.assets = assets;
        this.rulebook = rulebook;
    }

    /** Returns how many characters the pages had. */
    public int play() {
        Moment moment = console.moment();
        var frame = new Frame(
                "Rehearsal",
                Section.NOW,
                "/",
                Theme.AUTO,
                true,
                assets.prefix(),
                Parts.of(moment).json(),
                List.of(Part.values()),
                Urgency.of(moment.firing()),
                moment.banners(),
                moment.times(),
                NOBODY);
        return List.of(
                        Templates.now(frame, NowView.of(moment, rulebook)),
                        Templates.jobs(frame, JobsView.of(moment, ALL_JOBS, 1)),
                        Templates.alerts(frame, AlertsView.of(moment, rulebook, "")),
                        Templates.cost(frame, CostView.of(moment, HOURS)))
                .stream()
                .mapToInt(page -> page.render().length())
                .sum();
    }
}
