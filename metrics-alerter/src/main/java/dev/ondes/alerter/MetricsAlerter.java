package dev.ondes.alerter;

import dev.ondes.alerter.console.Console;
import dev.ondes.alerter.console.live.Live;
import dev.ondes.alerter.console.page.Rehearsal;
import dev.ondes.alerter.journal.Keeper;
import dev.ondes.alerter.lead.Leader;
import dev.ondes.alerter.meter.FleetGauges;
import dev.ondes.alerter.meter.Otlp;
import dev.ondes.alerter.meter.ServiceMeters;
import dev.ondes.alerter.meter.SizingGauges;
import dev.ondes.alerter.notify.Desk;
import dev.ondes.alerter.notify.Receivers;
import dev.ondes.alerter.reconcile.Reconciler;
import dev.ondes.alerter.settings.AlerterSettings;
import dev.ondes.authorities.Authorities;
import dev.ondes.kubernetes.lead.LeaseSettings;
import dev.ondes.messaging.journal.Bookmark;
import dev.ondes.messaging.journal.Journal;
import dev.ondes.messaging.journal.JournalReader;
import dev.ondes.messaging.journal.Start;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The service's life. Every replica reads the journal, a day back, and looks at the rules; one tells people. Nothing is kept but in the
 * journal: whoever starts reads it again.
 */
@ApplicationScoped
public class MetricsAlerter {
    private static final Logger LOG = Logger.getLogger(MetricsAlerter.class);
    private static final Duration SIZES = Duration.ofSeconds(30);
    private static final Duration ENDS_PATIENCE = Duration.ofSeconds(2);

    private final AlerterSettings settings;
    private final Authorities authorities;
    private final Journal journal;
    private final Keeper keeper;
    private final FleetGauges gauges;
    private final SizingGauges sizes;
    private final ServiceMeters meters;
    private final Round round;
    private final Leader leader;
    private final Desk desk;
    private final Receivers receivers;
    private final Console console;
    private final Live live;
    private final Rehearsal rehearsal;
    private final Optional<Reconciler> reconciler;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            3, Thread.ofPlatform().daemon().name("timer-", 0).factory());
    private Optional<JournalReader> reader = Optional.empty();
    private Optional<Otlp> otlp = Optional.empty();
    private volatile long lag;
    private boolean rehearsed;

    MetricsAlerter(
            AlerterSettings settings,
            Authorities authorities,
            Journal journal,
            Keeper keeper,
            FleetGauges gauges,
            SizingGauges sizes,
            ServiceMeters meters,
            Round round,
            Leader leader,
            Desk desk,
            Receivers receivers,
            Console console,
            Live live,
            Rehearsal rehearsal,
            Optional<Reconciler> reconciler,
            Clock clock) {
        this.settings = settings;
        this.authorities = authorities;
        this.journal = journal;
        this.keeper = keeper;
        this.gauges = gauges;
        this.sizes = sizes;
        this.meters = meters;
        this.round = round;
        this.leader = leader;
        this.desk = desk;
        this.receivers = receivers;
        this.console = console;
        this.live = live;
        this.rehearsal = rehearsal;
        this.reconciler = reconciler;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        // Before the journal is read: what is counted until it is there, it does not have.
        otlp = settings.otlpUrl()
                .map(url -> Otlp.start(
                        url, settings.otlpEvery(), LeaseSettings.identity(settings), authorities, keeper::isOfNow));
        JournalReader opened =
                journal.read(Bookmark.none(new Start.Since(clock.instant().minus(settings.replay()))), keeper);
        reader = Optional.of(opened);
        meters.journal(
                () -> lag,
                keeper::unreadable,
                keeper::failed,
                keeper::gaps,
                () -> opened.position().live());
        meters.leading(leader::leads);
        leader.start();
        reconciler.ifPresent(Reconciler::start);
        every(settings.snapshotEvery(), this::lookAtFleet);
        every(SIZES, () -> sizes.see(keeper.newest()));
        every(settings.evaluateEvery(), round::look);
        // By itself: a broker that is slow to say where the journal ends must not hold up the rules.
        every(settings.evaluateEvery(), () -> measureLag(opened));
    }

    /** Why the journal isn't read now; empty when it is. */
    public Optional<String> trouble() {
        return reader.flatMap(JournalReader::trouble);
    }

    private void lookAtFleet() {
        gauges.see(keeper.look());
        console.see(trouble());
        rehearse();
    }

    /** Once there is something to show: a page without rows would rehearse none. */
    private void rehearse() {
        if (!rehearsed && keeper.isCaughtUp()) {
            rehearsed = true;
            LOG.debug(LogLine.of("made the console's pages once").with(LogKey.COUNT, rehearsal.play()));
        }
    }

    private void measureLag(JournalReader opened) throws InterruptedException {
        try {
            lag = journal.ends(ENDS_PATIENCE)
                    .map(ends -> opened.position().behind(ends))
                    .orElse(0L);
        } catch (IOException e) {
            // The broker is away; that nothing is heard says so.
        }
    }

    /** Something that is done again and again. */
    private interface Turn {
        void run() throws InterruptedException;
    }

    private void every(Duration pause, Turn turn) {
        var _ = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        turn.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        LOG.error(
                                LogLine.of("a look broke off; the next one follows")
                                        .why(e.toString()),
                                e);
                    }
                },
                0,
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** The lead goes last: who takes over reads in the journal what we said until then. */
    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
        live.close();
        reconciler.ifPresent(Reconciler::close);
        reader.ifPresent(JournalReader::close);
        desk.close();
        leader.close();
        receivers.close();
        otlp.ifPresent(Otlp::close);
    }
}
