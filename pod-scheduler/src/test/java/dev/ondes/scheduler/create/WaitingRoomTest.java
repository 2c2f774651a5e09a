package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.scheduler.create.WaitingRoom.Next;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class WaitingRoomTest {
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
    private final List<Duration> pauses = new ArrayList<>();
    private final WaitingRoom room = new WaitingRoom(clock, pause -> {
        pauses.add(pause);
        clock.add(pause);
    });

    @Test
    void theLongerAJobWaitsTheLessOftenItTries() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertThat(room.await(1, "small", Duration.ZERO)).isEqualTo(Next.TRY_AGAIN);
        }

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 10L);
    }

    @Test
    void waitsAsLongAsTheOtherSideAskedFor() throws InterruptedException {
        room.await(1, "small", Duration.ofSeconds(30));

        assertThat(pauses).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void aClassIsFullWhileOneOfItsJobsWaitsAndTheOthersAreNot() throws InterruptedException {
        var told = new AtomicInteger();
        room.whenFull(told::incrementAndGet);

        room.await(1, "small", Duration.ofMinutes(1));

        assertThat(room.full("small")).isTrue();
        assertThat(room.full("large")).isFalse();
        assertThat(told).hasValue(1);
        assertThat(room.size()).isEqualTo(1);
    }

    @Test
    void aClassHasRoomAgainAWhileAfterItsLastJobLeft() throws InterruptedException {
        room.await(1, "small", Duration.ZERO);

        room.leave(1);

        assertThat(room.full("small")).isTrue();
        clock.add(Duration.ofSeconds(10));
        assertThat(room.full("small")).isFalse();
    }

    @Test
    void manyWaitingJobsOfOneClassDoNotHoldAllMessages() throws InterruptedException {
        for (int job = 1; job <= WaitingRoom.SEATS; job++) {
            assertThat(room.await(job, "small", Duration.ZERO)).isEqualTo(Next.TRY_AGAIN);
        }

        assertThat(room.await(WaitingRoom.SEATS + 1, "small", Duration.ZERO)).isEqualTo(Next.TO_THE_END_OF_THE_QUEUE);
    }

    @Test
    void aMessageIsNotHeldUntilTheBrokerTakesTheChannelAway() throws InterruptedException {
        Next next = room.await(1, "small", Duration.ZERO);
        while (next == Next.TRY_AGAIN) {
            next = room.await(1, "small", Duration.ZERO);
        }

        assertThat(Duration.between(Instant.parse("2026-03-01T10:00:00Z"), clock.instant()))
                .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    }

    @Test
    void aStopEndsAPauseEarly() {
        var pause = new WaitingRoom.Stoppable();
        pause.stop();

        assertThatThrownBy(() -> pause.of(Duration.ofHours(1))).isInstanceOf(InterruptedException.class);
    }
}
