package dev.ondes.spot;

import dev.ondes.kubernetes.lead.Leadership;
import dev.ondes.messaging.Subscriptions;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.drain.Drains;
import dev.ondes.spot.hearing.NoticeFlow;
import dev.ondes.spot.lead.ApiPatience;
import dev.ondes.spot.lead.CancelledHandler;
import dev.ondes.spot.lead.NoticeHandler;
import dev.ondes.spot.lead.Round;
import dev.ondes.spot.node.CiPods;
import dev.ondes.spot.node.NodeWatch;
import dev.ondes.spot.notice.Detector;
import dev.ondes.spot.publish.Outbox;
import dev.ondes.spot.settings.SpotSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The service's life. Every replica watches nodes, takes notices and publishes them; the leader marks nodes and drains them.
 * Who loses the lease ends its process. A new leader needs nothing from the one before: what was begun stands in the ledgers.
 */
@ApplicationScoped
public class SpotWatcher {
    private static final Logger LOG = Logger.getLogger(SpotWatcher.class);

    private static final long ROUND_SECONDS = 5;

    private final SpotSettings settings;
    private final Leadership leadership;
    private final NodeWatch nodes;
    private final CiPods pods;
    private final Drains drains;
    private final Round round;
    private final NoticeFlow flow;
    private final Outbox outbox;
    private final ApiPatience patience;
    private final Instance<Detector> detectors;
    private final Subscriptions subscriptions;
    private final ScheduledThreadPoolExecutor timer;
    private final MeterRegistry meters;
    private final AtomicBoolean working = new AtomicBoolean();
    private Optional<ScheduledFuture<?>> rounds = Optional.empty();
    private Optional<ScheduledFuture<?>> records = Optional.empty();

    SpotWatcher(
            SpotSettings settings,
            Leadership leadership,
            NodeWatch nodes,
            CiPods pods,
            Drains drains,
            Round round,
            NoticeFlow flow,
            Outbox outbox,
            ApiPatience patience,
            @Any Instance<Detector> detectors,
            Subscriptions subscriptions,
            ScheduledThreadPoolExecutor timer,
            MeterRegistry meters) {
        this.settings = settings;
        this.leadership = leadership;
        this.nodes = nodes;
        this.pods = pods;
        this.drains = drains;
        this.round = round;
        this.flow = flow;
        this.outbox = outbox;
        this.patience = patience;
        this.detectors = detectors;
        this.subscriptions = subscriptions;
        this.timer = timer;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        meters.gauge("ondes.spot.leading", leadership, one -> one.leads() ? 1 : 0);
        meters.gauge("ondes.spot.drains.running", drains, Drains::running);
        nodes.start();
        pods.start();
        detectors.stream().filter(detector -> !detector.onLeaderOnly()).forEach(Detector::begin);
        records = Optional.of(everyRound("a look at who said what broke off", flow::noteSources));
        leadership.start(this::lead);
    }

    /** Waits for nodes and pods: who leads must see every ledger, and takes a node without CI pods for one that may end. */
    private void lead() {
        if (!leadership.leads() || working.get()) {
            return;
        }
        if (!nodes.synced() || !pods.synced()) {
            var _ = timer.schedule(() -> Thread.startVirtualThread(this::lead), 100, TimeUnit.MILLISECONDS);
            return;
        }
        work();
    }

    private synchronized void work() {
        if (!working.compareAndSet(false, true)) {
            return;
        }
        if (!settings.dryRun()) {
            drains.start();
            subscriptions.open(NoticeHandler.CHANNEL);
            subscriptions.open(CancelledHandler.CHANNEL);
            rounds = Optional.of(everyRound("a look at all nodes broke off", round::lookAtAll));
        }
        detectors.stream().filter(Detector::onLeaderOnly).forEach(Detector::begin);
    }

    /** One look at a time: the API server may be slower than the rounds. */
    private ScheduledFuture<?> everyRound(String brokeOff, Runnable look) {
        var looking = new AtomicBoolean();
        return timer.scheduleWithFixedDelay(
                () -> {
                    if (looking.compareAndSet(false, true)) {
                        Thread.startVirtualThread(() -> {
                            try {
                                look.run();
                            } catch (RuntimeException e) {
                                LOG.warn(LogLine.of(brokeOff).why(e.getMessage()));
                            } finally {
                                looking.set(false);
                            }
                        });
                    }
                },
                0,
                ROUND_SECONDS,
                TimeUnit.SECONDS);
    }

    /** What is being handled is handled to its end; then another may lead, and goes on with the drains. */
    void stop(@Observes ShutdownEvent event) {
        patience.stop();
        records.ifPresent(task -> task.cancel(false));
        synchronized (this) {
            if (working.get()) {
                detectors.stream().filter(Detector::onLeaderOnly).forEach(Detector::end);
                if (!settings.dryRun()) {
                    subscriptions.close(NoticeHandler.CHANNEL);
                    subscriptions.close(CancelledHandler.CHANNEL);
                }
                rounds.ifPresent(task -> task.cancel(false));
            }
            drains.stop();
        }
        detectors.stream().filter(detector -> !detector.onLeaderOnly()).forEach(Detector::end);
        outbox.stop();
        leadership.stop();
        nodes.stop();
        pods.stop();
    }
}
