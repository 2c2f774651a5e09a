package dev.ondes.alerter.fleet;

import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.BuildStarted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One image build; a part that nobody said is missing. Immutable. */
public record Build(
        String id,
        Instant heardLast,
        @Nullable Started started,
        @Nullable Done done) {

    /** The last attempt has a pod. */
    public record Started(Instant saidAt, BuildStarted said) implements Said {}

    /** It ended, or was refused. */
    public record Done(Instant saidAt, BuildDone said) implements Said {}

    static Build of(String id, Instant at) {
        return new Build(id, at, null, null);
    }

    Build with(Started said) {
        return new Build(id, later(said), Said.last(started, said), done);
    }

    Build with(Done said) {
        return new Build(id, later(said), started, Said.last(done, said));
    }

    private Instant later(Said said) {
        return said.saidAt().isAfter(heardLast) ? said.saidAt() : heardLast;
    }
}
