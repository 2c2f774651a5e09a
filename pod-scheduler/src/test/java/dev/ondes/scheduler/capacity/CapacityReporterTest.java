package dev.ondes.scheduler.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.create.Accepted;
import dev.ondes.scheduler.create.WaitingRoom;
import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.watch.PodShelf;
import dev.ondes.scheduler.world.World;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CapacityReporterTest {

    @Test
    void goesOnAfterAnError() throws Exception {
        // Given
        Clock clock = Clock.systemUTC();
        var tries = new CountDownLatch(2);
        var say = new Announcements(
                event -> {
                    tries.countDown();
                    throw new AssertionError("an error of ours");
                },
                clock);
        var reporter = new CapacityReporter(
                World.classes(),
                new PodShelf(clock, new Ended<>(1)),
                new Accepted(clock),
                new WaitingRoom(clock, _ -> {}),
                say);

        // When
        reporter.begin();

        // Then
        try {
            assertThat(tries.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            reporter.end();
        }
    }
}
