package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.scheduler.announce.Announcements;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.world.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ObstaclesTest {
    private final World world = new World();
    private final Obstacles obstacles = new Obstacles(new Announcements(world.events, world.clock), world.clock);

    @Test
    void whatAnOperatorMustMendIsSaidOnceWithItsFix() {
        obstacles.met("small", Hindrance.RIGHTS_MISSING, "pods is forbidden");
        obstacles.met("small", Hindrance.RIGHTS_MISSING, "pods is forbidden");

        assertThat(world.events.of(SystemFailure.class)).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo("rights-missing");
            assertThat(failure.jobClass()).isEqualTo("small");
            assertThat(failure.message()).startsWith("pods is forbidden; grant the rights in");
        });
        assertThat(obstacles.toMend()).containsExactly(java.util.Map.entry("small", "rights-missing"));
    }

    @Test
    void aFullQuotaIsNobodysFailure() {
        obstacles.met("small", Hindrance.NO_ROOM, "exceeded quota");

        assertThat(world.events.of(SystemFailure.class)).isEmpty();
        assertThat(obstacles.toMend()).isEmpty();
    }

    @Test
    void itIsOverWhenAPodIsTakenAndSaidAgainWhenItComesBack() {
        obstacles.met("small", Hindrance.NAMESPACE_NOT_READY, "namespaces \"ci\" not found");
        obstacles.passed("small");
        assertThat(obstacles.toMend()).isEmpty();

        obstacles.met("small", Hindrance.NAMESPACE_NOT_READY, "namespaces \"ci\" not found");

        assertThat(world.events.of(SystemFailure.class)).hasSize(2);
    }

    @Test
    void aMissingKeyIsSaidOnceThoughOtherJobsOfTheClassGetTheirPods() {
        obstacles.met("small", Hindrance.KEY_MISSING, "the key 'k2' is not in the key ring");
        obstacles.passed("small");
        assertThat(obstacles.toMend()).containsExactly(java.util.Map.entry("small", "key-missing"));

        obstacles.met("small", Hindrance.KEY_MISSING, "the key 'k2' is not in the key ring");

        assertThat(world.events.of(SystemFailure.class))
                .extracting(SystemFailure::kind)
                .containsExactly("key-missing");
    }

    @Test
    void nobodyIsUnreadyForEverBecauseOfAClassWithoutJobs() {
        obstacles.met("small", Hindrance.RIGHTS_MISSING, "pods is forbidden");

        world.clock.add(Duration.ofMinutes(2));

        assertThat(obstacles.toMend()).isEmpty();
    }
}
