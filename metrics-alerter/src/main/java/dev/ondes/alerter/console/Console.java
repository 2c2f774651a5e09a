package dev.ondes.alerter.console;

import dev.ondes.alerter.Round;
import dev.ondes.alerter.console.live.Live;
import dev.ondes.alerter.console.live.Parts;
import dev.ondes.alerter.console.view.Moment;
import dev.ondes.alerter.console.view.Standing;
import dev.ondes.alerter.console.view.Times;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.journal.Keeper;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What the console knows. {@link #see} is called with each snapshot by one thread; {@link #moment} by anybody.
 */
public final class Console {
    private final Keeper keeper;
    private final Round round;
    private final Live live;
    private final Clock clock;
    private final ZoneId zone;
    private volatile Optional<Standing.Away> away = Optional.empty();

    public Console(Keeper keeper, Round round, Live live, Clock clock, ZoneId zone) {
        this.keeper = keeper;
        this.round = round;
        this.live = live;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Tells viewers what changed.
     *
     * @param trouble why the journal isn't read now
     */
    public void see(Optional<String> trouble) {
        away = trouble.map(
                why -> new Standing.Away(away.map(Standing.Away::since).orElseGet(clock::instant), why));
        live.see(Parts.of(moment()));
    }

    /** What is known, as of the newest snapshot. */
    public Moment moment() {
        Snapshot fleet = keeper.newest();
        Instant now = clock.instant();
        return new Moment(
                fleet,
                round.firing(),
                round.queues(),
                new Standing(keeper.isCaughtUp(), away, fleet.newestEvent(), keeper.gaps()),
                new Times(now, zone));
    }
}
