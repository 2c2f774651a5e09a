package dev.ondes.alerter.journal;

import dev.ondes.alerter.alerts.AlertWatch;
import dev.ondes.alerter.alerts.Seen;
import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventType;
import dev.ondes.messaging.journal.Entry;
import dev.ondes.messaging.journal.Gap;
import dev.ondes.messaging.journal.JournalListener;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Keeps the model: the journal's thread writes it, and whoever looks gets a snapshot. While what is old is read, alerts are looked at as they would
 * have been then, so that one which waited before a restart has not to wait anew. Thread-safe.
 */
public final class Keeper implements JournalListener {
    private static final Logger LOG = Logger.getLogger(Keeper.class);
    /** Longer than any rule waits. */
    private static final Duration REHEARSED = Duration.ofHours(2);

    /** Whoever can't read the journal by then says so. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);

    private static final Duration LOOKS = Duration.ofMinutes(1);

    private final Fleet fleet;
    private final AlertWatch watch;
    private final Clock clock;
    private final Instant started;
    private final AtomicLong unreadable = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();
    private Instant nextLook = Instant.MIN;
    private Instant nextLevel = Instant.MIN;
    private volatile boolean caughtUp;
    private volatile Snapshot newest;

    public Keeper(Fleet fleet, AlertWatch watch, Clock clock) {
        this.fleet = fleet;
        this.watch = watch;
        this.clock = clock;
        this.started = clock.instant();
        this.newest = Snapshot.empty(started);
    }

    /**
     * How much room there is, is said every two seconds and for all classes: more than all else together, and of what is long past nobody asks. One word
     * a minute is enough to know which classes there were.
     */
    @Override
    public boolean wants(String type, Instant saidAt) {
        if (caughtUp
                || !type.equals(EventType.CAPACITY_REPORTED.wire())
                || saidAt.isAfter(started.minus(REHEARSED).minus(LOOKS))) {
            return true;
        }
        if (saidAt.isBefore(nextLevel)) {
            return false;
        }
        nextLevel = saidAt.plus(LOOKS);
        return true;
    }

    @Override
    public void on(Entry entry) {
        switch (entry) {
            case Entry.Said said -> {
                try {
                    hear(said.event());
                } catch (RuntimeException e) {
                    // Logged by the reader, which goes on with the next entry.
                    failed.incrementAndGet();
                    throw e;
                }
            }
            case Entry.Unreadable _ -> unreadable.incrementAndGet();
        }
    }

    private synchronized void hear(Event<?> event) {
        if (!caughtUp) {
            rehearse(event.time());
        }
        fleet.on(event, clock.instant());
    }

    private void rehearse(Instant at) {
        Instant from = started.minus(REHEARSED);
        if (at.isBefore(from) || at.isBefore(nextLook) || at.isAfter(started)) {
            return;
        }
        watch.rehearse(new Seen(fleet.snapshot(at), List.of(), from));
        nextLook = at.plus(LOOKS);
    }

    @Override
    public synchronized void caughtUp() {
        if (!caughtUp) {
            Snapshot now = fleet.snapshot(clock.instant());
            newest = now;
            caughtUp = true;
            LOG.info(LogLine.of("read the journal, from now on it is heard as it is said")
                    .with(LogKey.COUNT, now.active().size() + now.endedCount()));
        }
    }

    @Override
    public void missing(Gap gap) {
        missing.incrementAndGet();
        LOG.warn(LogLine.of("entries of the journal are missing: figures of today are too small")
                .with(LogKey.COUNT, gap.found() - gap.wanted())
                .why(gap.why().sentence()));
    }

    /** Makes a new snapshot. */
    public synchronized Snapshot look() {
        newest = fleet.snapshot(clock.instant());
        return newest;
    }

    /** The newest one. */
    public Snapshot newest() {
        return newest;
    }

    /** Whether the journal was read once from where we began to where it ends. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Whether what is known is of now: the journal was read once, or it can't be for so long that people must hear of that. */
    public boolean isOfNow() {
        return caughtUp || !clock.instant().isBefore(started.plus(START_PATIENCE));
    }

    /** Since when we listen. */
    public Instant started() {
        return started;
    }

    /** How many entries could not be read. */
    public long unreadable() {
        return unreadable.get();
    }

    /** How many events the model could not take. */
    public long failed() {
        return failed.get();
    }

    /** How often entries were missing. */
    public long gaps() {
        return missing.get();
    }
}
