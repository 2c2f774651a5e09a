package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobQueued;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.world.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a job waits for what the cluster refuses it. */
class HinderedTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final World world = new World();
    private final Hindered hindered =
            new Hindered(new Obstacles(new Announcements(world.events, world.clock), world.clock), world.clock);
    private final JobQueued job = World.job();

    private Made refused() {
        return hindered.by(Hindrance.NO_ROOM, "exceeded quota", job, PATIENCE);
    }

    @Test
    void aJobEndsWhenItWasRefusedForItsWholePatience() {
        assertThat(refused()).isInstanceOf(Made.NotNow.class);
        world.clock.add(PATIENCE);
        assertThat(refused()).isInstanceOf(Made.NotNow.class);
        world.clock.add(Duration.ofMillis(1));

        assertThat(refused()).isInstanceOf(Made.Never.class);
    }

    @Test
    void patienceBeginsAnewWithThePod() {
        refused();
        world.clock.add(PATIENCE);
        hindered.moves(job.jobId());
        world.clock.add(Duration.ofMinutes(1));

        assertThat(refused()).isInstanceOf(Made.NotNow.class);
    }

    @Test
    void patienceDoesNotBeginAnewWithEachPodThatIsTakenAwayForWantOfItsSecret() {
        hindered.moves(job.jobId());
        refused();
        world.clock.add(PATIENCE.plusMillis(1));
        hindered.moves(job.jobId());

        assertThat(refused()).isInstanceOf(Made.Never.class);
    }
}
