package dev.ondes.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A watch that shows nothing for minutes, though the scheduler's own calls go through: as when one API server of several dies
 * without closing its connections.
 */
class BlindWatchTest {
    private static final String FIRST = "ondes-small-4711-1";
    private static final Duration FALLBACK_AFTER = Duration.ofMinutes(2);

    private final World world = new World();
    private final World.Scheduler scheduler = world.scheduler();
    private final SimulatedAgent agent = new SimulatedAgent(world, FIRST);

    @BeforeEach
    void take() {
        scheduler.take(World.job());
    }

    @Test
    void aPodThatWasLastSeenWithoutANodeAndRunsIsLeftAlone() {
        scheduler.turn();
        begin();
        world.clock.add(FALLBACK_AFTER);

        scheduler.turnWithOldCache();

        assertThat(world.cluster.live()).hasSize(1);
        assertThat(world.cluster.pod(FIRST).orElseThrow().getMetadata().getAnnotations())
                .doesNotContainKey(PodNames.END);
    }

    @Test
    void aPodThatHasNoNodeIndeedIsMadeAnewElsewhere() {
        scheduler.turn();
        world.clock.add(FALLBACK_AFTER);

        scheduler.turnWithOldCache();
        scheduler.turn();

        assertThat(world.cluster.pod(FIRST)).isEmpty();
        assertThat(world.cluster.live()).hasSize(1);
    }

    @Test
    void aPodThatWasNeverShownIsLookedAfterToItsEnd() {
        begin();
        world.clock.add(FALLBACK_AFTER);
        scheduler.turnWithOldCache();
        assertThat(world.cluster.live()).hasSize(1);
        agent.finish(EndReason.SCRIPT_SUCCEEDED, true);
        world.clock.add(FALLBACK_AFTER);

        scheduler.turnWithOldCache();

        assertThat(world.events.of(JobFinished.class))
                .singleElement()
                .satisfies(finished -> assertThat(finished.reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED));
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aPodThatIsGoneIsExplainedThoughItLooksAsIfItWaited() {
        scheduler.turn();
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editMetadata()
                        .withFinalizers()
                        .withDeletionTimestamp(world.clock.instant().toString())
                        .endMetadata()
                        .build());
        world.clock.add(FALLBACK_AFTER);

        scheduler.turnWithOldCache();

        assertThat(world.cluster.calls()).doesNotContain("delete pod");
        assertThat(world.events.of(JobFinished.class))
                .singleElement()
                .satisfies(finished -> assertThat(finished.reason()).isEqualTo(EndReason.POD_DELETED));
    }

    private void begin() {
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
    }
}
