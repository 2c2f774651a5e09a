package dev.ondes.images;

import dev.ondes.images.flow.Round;
import dev.ondes.images.hear.BuildRequestedHandler;
import dev.ondes.images.hear.NoticeHandler;
import dev.ondes.images.store.Lifecycle;
import dev.ondes.images.store.StoreProbe;
import dev.ondes.images.watch.BuildWatch;
import dev.ondes.kubernetes.lead.Leadership;
import dev.ondes.messaging.Subscriptions;
import dev.ondes.messaging.log.LogLine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The service's life. Every replica watches builds and answers requests; the leader takes events, lets builds go, and sees them to
 * their end. A new leader needs nothing from the one before: everything stands at the Jobs.
 */
@ApplicationScoped
public class ImageBuilder {
    private static final Logger LOG = Logger.getLogger(ImageBuilder.class);

    private static final long ROUND_SECONDS = 1;

    private final Composition parts;
    private final Leadership leadership;
    private final BuildWatch watch;
    private final Round round;
    private final StoreProbe probe;
    private final Lifecycle lifecycle;
    private final Subscriptions subscriptions;
    private final ScheduledThreadPoolExecutor timer;
    private Optional<ScheduledFuture<?>> rounds = Optional.empty();

    ImageBuilder(
            Composition parts,
            Leadership leadership,
            BuildWatch watch,
            Round round,
            StoreProbe probe,
            Lifecycle lifecycle,
            Subscriptions subscriptions,
            ScheduledThreadPoolExecutor timer) {
        this.parts = parts;
        this.leadership = leadership;
        this.watch = watch;
        this.round = round;
        this.probe = probe;
        this.lifecycle = lifecycle;
        this.subscriptions = subscriptions;
        this.timer = timer;
    }

    void start(@Observes StartupEvent event) {
        watch.start();
        leadership.start(this::lead);
    }

    /** Waits for the builds: who leads must know them all. */
    private void lead() {
        if (!leadership.leads()) {
            return;
        }
        if (!watch.synced()) {
            var _ = timer.schedule(() -> Thread.startVirtualThread(this::lead), 100, TimeUnit.MILLISECONDS);
            return;
        }
        work();
    }

    private synchronized void work() {
        if (rounds.isPresent()) {
            return;
        }
        Thread.startVirtualThread(this::lookAtStore);
        subscriptions.open(BuildRequestedHandler.CHANNEL);
        subscriptions.open(NoticeHandler.CHANNEL);
        rounds = Optional.of(timer.scheduleWithFixedDelay(
                () -> Thread.startVirtualThread(this::oneRound), 0, ROUND_SECONDS, TimeUnit.SECONDS));
    }

    private void lookAtStore() {
        probe.look()
                .ifPresent(trouble ->
                        LOG.warn(LogLine.of("the store is not as it should be").why(trouble.getMessage())));
        var _ = lifecycle.put();
    }

    private void oneRound() {
        try {
            round.look();
        } catch (RuntimeException e) {
            LOG.warn(LogLine.of("a look at all builds broke off").why(e.getMessage()));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        parts.stop();
        synchronized (this) {
            if (rounds.isPresent()) {
                rounds.get().cancel(false);
                subscriptions.close(BuildRequestedHandler.CHANNEL);
                subscriptions.close(NoticeHandler.CHANNEL);
            }
        }
        leadership.stop();
        watch.stop();
    }
}
