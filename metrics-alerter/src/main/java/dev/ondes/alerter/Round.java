package dev.ondes.alerter;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.AlertWatch;
import dev.ondes.alerter.alerts.ClockGuard;
import dev.ondes.alerter.alerts.QueueFigures;
import dev.ondes.alerter.alerts.Seen;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.alerter.journal.Keeper;
import dev.ondes.alerter.lead.Leader;
import dev.ondes.alerter.meter.ServiceMeters;
import dev.ondes.alerter.notify.Desk;
import dev.ondes.alerter.notify.Mirrors;
import dev.ondes.alerter.notify.Receivers;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.messaging.queues.Queues;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One look at everything: ask the broker for its queues, hold all that is known against the rules, and, on the replica that leads, say what is
 * new. Called by one thread at a time.
 */
@ApplicationScoped
public class Round {
    private static final Logger LOG = Logger.getLogger(Round.class);
    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(2);
    private static final Map<String, QueueFigures.Kind> QUEUES =
            Topology.ondes().queues().stream().collect(Collectors.toMap(Topology.Queue::name, QueueFigures.Kind::of));

    private final Keeper keeper;
    private final AlertWatch watch;
    private final Desk desk;
    private final Mirrors mirrors;
    private final Leader leader;
    private final Queues queues;
    private final ServiceMeters meters;
    private final Clock clock;
    private final ClockGuard guard = new ClockGuard();
    private volatile List<Alert> firing = List.of();
    private volatile List<QueueFigures> queueFigures = List.of();

    Round(
            Keeper keeper,
            AlertWatch watch,
            Desk desk,
            Receivers receivers,
            Leader leader,
            Queues queues,
            ServiceMeters meters,
            Clock clock) {
        this.keeper = keeper;
        this.watch = watch;
        this.desk = desk;
        this.mirrors = new Mirrors(receivers.alertmanagers());
        this.leader = leader;
        this.queues = queues;
        this.meters = meters;
        this.clock = clock;
    }

    /** Looks once. */
    public void look() throws InterruptedException {
        List<QueueFigures> figures = askBroker();
        queueFigures = figures;
        meters.see(figures);
        Instant now = clock.instant();
        if (!guard.trusts(now, System.nanoTime())) {
            LOG.warn(LogLine.of("the clock jumped, so nothing is judged for two minutes"));
            return;
        }
        if (!keeper.isOfNow()) {
            return;
        }
        Seen seen = new Seen(keeper.look(), figures, keeper.started());
        List<KnownAlert> journal = seen.fleet().alerts();
        firing = watch.look(seen, desk.known(journal).values());
        meters.firing(firing);
        if (leader.leads()) {
            boolean news = desk.settle(firing, seen);
            mirrors.tell(desk.known(journal).values(), seen.fleet().at(), news);
        } else {
            desk.rest();
        }
    }

    /** What fires, on whichever replica. */
    public List<Alert> firing() {
        return firing;
    }

    /** As the broker said last; empty while it says nothing. */
    public List<QueueFigures> queues() {
        return queueFigures;
    }

    private List<QueueFigures> askBroker() throws InterruptedException {
        try {
            return queues.look(QUEUES.keySet(), BROKER_PATIENCE).stream()
                    .map(one -> new QueueFigures(
                            one.queue(),
                            QUEUES.getOrDefault(one.queue(), QueueFigures.Kind.OTHER),
                            one.messages(),
                            one.consumers()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
