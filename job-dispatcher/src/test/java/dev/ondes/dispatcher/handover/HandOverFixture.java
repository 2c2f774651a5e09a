package dev.ondes.dispatcher.handover;

import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.testing.FakeEvents;
import dev.ondes.dispatcher.testing.FakeGitLab;
import dev.ondes.dispatcher.testing.Wiring;
import dev.ondes.gitlab.GitLabClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.threeten.extra.MutableClock;

/** A hand-over with a broker, a GitLab and a clock that a test holds in its hands; each rest moves the clock. */
final class HandOverFixture implements AutoCloseable {
    static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final int TOO_MANY_RESTS = 500;

    final MutableClock clock = MutableClock.of(Wiring.START, ZoneOffset.UTC);
    final FakeEvents events;
    final FakeGitLab gitlab;
    final KeyRing keyRing = Wiring.keyRing("k1");
    final Stop stop = new Stop(clock);
    final List<Duration> rests = new ArrayList<>();
    final Spool spool;
    final HandOver handOver;
    final GivingBack givingBack;
    private final GitLabClient client;
    private Consumer<Duration> onRest = rest -> {};

    /** One process that uses the spool, between a broker and a GitLab that outlive it. */
    HandOverFixture(Path folder, Disk disk, FakeEvents events, FakeGitLab gitlab) throws IOException {
        this.events = events;
        this.gitlab = gitlab;
        client = gitlab.client();
        spool = Spool.open(folder, new EventCodec(), keyRing, disk);
        givingBack = Wiring.givingBack(client, this::rest, events, stop, clock, Wiring.meters());
        handOver = new HandOver(new HandOver.Parts(
                events,
                spool,
                Arrivals.UNHEARD,
                client,
                givingBack,
                Wiring.failures(events, clock),
                stop,
                this::rest,
                clock,
                Wiring.meters(),
                KEEP_ALIVE,
                STOP_PATIENCE));
    }

    /** A job that GitLab says is running. */
    TakenJob job(long id) {
        gitlab.setStatus(id, "running");
        return Wiring.takenJob(id, clock, keyRing);
    }

    /** What happens while the hand-over rests. */
    void onRest(Consumer<Duration> listener) {
        onRest = listener;
    }

    private void rest(Duration time) {
        rests.add(time);
        clock.add(time);
        if (rests.size() > TOO_MANY_RESTS) {
            throw new AssertionError("the hand-over never ends");
        }
        onRest.accept(time);
    }

    @Override
    public void close() {
        spool.close();
        client.close();
    }
}
