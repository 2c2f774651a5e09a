package dev.ondes.alerter.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.alerts.AlertWatch;
import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.FleetCounts;
import dev.ondes.alerter.fleet.Staleness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeeperTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private Instant now = NOON;
    private final Keeper keeper = new Keeper(
            new Fleet(Staleness.STANDARD, Set.of(), FleetCounts.NONE),
            new AlertWatch(List.of(), List.of()),
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            });

    @Test
    void figuresAreOfNowOnceTheJournalWasRead() {
        assertThat(keeper.isOfNow()).isFalse();

        keeper.caughtUp();

        assertThat(keeper.isOfNow()).isTrue();
    }

    @Test
    void readsOneOldWordAMinuteOnHowMuchRoomThereIsAndAllElse() {
        Instant old = NOON.minus(Duration.ofHours(5));
        String capacity = "dev.ondes.capacity.reported";

        assertThat(keeper.wants(capacity, old)).isTrue();
        assertThat(keeper.wants(capacity, old.plusSeconds(2))).isFalse();
        assertThat(keeper.wants("dev.ondes.job.finished", old.plusSeconds(2))).isTrue();
        assertThat(keeper.wants(capacity, old.plusSeconds(60))).isTrue();
        Instant recent = NOON.minus(Duration.ofHours(2));
        assertThat(keeper.wants(capacity, recent)).isTrue();
        assertThat(keeper.wants(capacity, recent.plusSeconds(2))).isTrue();
    }

    @Test
    void whoCanNotReadTheJournalForFiveMinutesSaysWhatThereIs() {
        now = NOON.plusSeconds(299);
        assertThat(keeper.isOfNow()).isFalse();

        now = NOON.plusSeconds(300);

        assertThat(keeper.isOfNow()).isTrue();
    }
}
