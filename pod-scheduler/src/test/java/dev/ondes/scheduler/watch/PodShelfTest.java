package dev.ondes.scheduler.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PodShelfTest {
    private final World world = new World();
    private final Ended<String> released = new Ended<>(10);
    private final PodShelf shelf = new PodShelf(world.clock, released);
    private final JobPod pod = pod();

    @Test
    void showsWhatIsExpectedUntilTheWatchDoes() {
        shelf.expect(pod);

        assertThat(shelf.of(World.JOB)).containsExactly(pod);
    }

    @Test
    void keepsTheNewerOfTwoWhereTheWatchIsAhead() {
        JobPod older = pod;
        JobPod newer = changed();
        shelf.seen(newer);

        shelf.expect(older);

        assertThat(shelf.of(World.JOB)).containsExactly(newer);
    }

    @Test
    void takesTheNewerOfTwoWhereTheWatchLagsBehind() {
        shelf.seen(pod);
        JobPod newer = changed();

        shelf.expect(newer);

        assertThat(shelf.of(World.JOB)).containsExactly(newer);
    }

    @Test
    void aPodThatVanishedDoesNotComeBackByAnAnswerFromBefore() {
        shelf.seen(pod);
        JobPod asked = changed();
        shelf.vanished(pod, true);

        shelf.expect(asked);

        assertThat(shelf.of(World.JOB))
                .singleElement()
                .satisfies(last -> assertThat(last.facts().gone()).isTrue());
    }

    @Test
    void keepsThePlaceOfWhatTheWatchDoesNotShowInTime() {
        shelf.expect(pod);
        world.clock.add(Duration.ofSeconds(61));

        shelf.sweep();

        assertThat(shelf.of(World.JOB)).containsExactly(pod);
        assertThat(shelf.overdue(World.JOB)).containsExactly(pod);
    }

    @Test
    void forgetsWhatWasDealtWithBeforeTheWatchShowedIt() {
        shelf.expect(pod);
        released.add(pod.uid());
        world.clock.add(Duration.ofSeconds(61));

        shelf.sweep();

        assertThat(shelf.overdue(World.JOB)).isEmpty();
    }

    @Test
    void keepsWhatTheWatchHasShown() {
        shelf.expect(pod);
        shelf.seen(pod);
        world.clock.add(Duration.ofDays(1));

        shelf.sweep();

        assertThat(shelf.of(World.JOB)).containsExactly(pod);
    }

    @Test
    void hidesWhatWasDealtWithThoughTheWatchStillShowsIt() {
        shelf.seen(pod);

        released.add(pod.uid());

        assertThat(shelf.of(World.JOB)).isEmpty();
    }

    @Test
    void aPodThatVanishesUnexplainedStaysToBeExplained() {
        shelf.seen(pod);

        shelf.vanished(pod, true);

        assertThat(shelf.of(World.JOB))
                .singleElement()
                .satisfies(last -> assertThat(last.facts().gone()).isTrue());
    }

    @Test
    void aStandbyLeavesTheExplanationToTheLeader() {
        shelf.seen(pod);

        shelf.vanished(pod, false);

        assertThat(shelf.all()).isEmpty();
    }

    private JobPod pod() {
        world.scheduler().take(World.job());
        return read();
    }

    private JobPod changed() {
        new SimulatedAgent(world, pod.name()).schedule("node-1");
        return read();
    }

    private JobPod read() {
        return PodReader.read(world.cluster.listPods().getFirst()).orElseThrow();
    }
}
