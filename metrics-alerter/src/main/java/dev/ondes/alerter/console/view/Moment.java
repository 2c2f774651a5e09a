package dev.ondes.alerter.console.view;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.QueueFigures;
import dev.ondes.alerter.fleet.Snapshot;
import java.util.List;

/**
 * All that is known at one moment: pages are made from it and from nothing else.
 *
 * @param firing in the order of the rules
 * @param queues empty while the broker does not tell
 */
public record Moment(Snapshot fleet, List<Alert> firing, List<QueueFigures> queues, Standing standing, Times times) {
    public Moment {
        firing = List.copyOf(firing);
        queues = List.copyOf(queues);
    }

    /** What must be said over every page. */
    public List<Standing.Banner> banners() {
        return standing.banners(times);
    }
}
