package dev.ondes.scheduler.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodNames;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final String POD = "ondes-small-4711-1";

    private final World world = new World();
    private final Ended<String> released = new Ended<>(10);
    private final PodShelf shelf = new PodShelf(world.clock, released);
    private final Attempts attempts = new Attempts(shelf, world.cluster);
    private final JobPod pod = pod();

    @Test
    void asksNobodyForWhatIsOnTheShelf() {
        shelf.seen(pod);
        int before = world.cluster.calls().size();

        assertThat(attempts.find(World.NAMESPACE, World.job(), 1)).contains(pod);

        assertThat(world.cluster.calls()).hasSize(before);
    }

    @Test
    void asksForWhatIsNotThereAndPutsItOnTheShelf() {
        assertThat(attempts.find(World.NAMESPACE, World.job(), 1)).contains(pod);

        assertThat(shelf.of(World.JOB)).containsExactly(pod);
    }

    @Test
    void aPodThatOnlyHasTheNameIsNotTheJobs() {
        world.cluster.change(
                POD,
                known -> new PodBuilder(known)
                        .editMetadata()
                        .addToLabels(PodNames.INTENT, "of-another-gitlab")
                        .endMetadata()
                        .build());

        assertThat(attempts.find(World.NAMESPACE, World.job(), 1)).isEmpty();
        assertThat(shelf.of(World.JOB)).isEmpty();
    }

    @Test
    void aPodThatIsJustGoingAwayIsNoAttemptThatGoesOn() {
        world.cluster.change(
                POD,
                known -> new PodBuilder(known)
                        .editMetadata()
                        .withFinalizers("of.somebody/else")
                        .withDeletionTimestamp(world.clock.instant().toString())
                        .endMetadata()
                        .build());

        assertThat(attempts.find(World.NAMESPACE, World.job(), 1)).isEmpty();
    }

    @Test
    void noAttemptFollowsTheLast() {
        int before = world.cluster.calls().size();

        assertThat(attempts.after(third())).isEmpty();

        assertThat(world.cluster.calls()).hasSize(before);
    }

    @Test
    void keepsWhatABlindWatchDoesNotShowAndLearnsWhatBecameOfIt() {
        shelf.expect(pod);
        new SimulatedAgent(world, POD).schedule("node-1");
        world.clock.add(Duration.ofSeconds(61));

        attempts.lookAfter(World.JOB);

        assertThat(shelf.of(World.JOB))
                .singleElement()
                .satisfies(known -> assertThat(known.facts().node()).isEqualTo("node-1"));
        assertThat(shelf.overdue(World.JOB)).isEmpty();
    }

    @Test
    void forgetsWhatWasExpectedAndIsNotThere() {
        shelf.expect(pod);
        world.cluster.change(
                POD,
                known -> new PodBuilder(known)
                        .editMetadata()
                        .withFinalizers()
                        .withDeletionTimestamp(world.clock.instant().toString())
                        .endMetadata()
                        .build());
        world.clock.add(Duration.ofSeconds(61));

        attempts.lookAfter(World.JOB);

        assertThat(shelf.of(World.JOB)).isEmpty();
    }

    @Test
    void asksNobodyForWhatTheWatchHasShown() {
        shelf.seen(pod);
        world.clock.add(Duration.ofDays(1));
        int before = world.cluster.calls().size();

        attempts.lookAfter(World.JOB);

        assertThat(world.cluster.calls()).hasSize(before);
    }

    private JobPod pod() {
        world.scheduler().take(World.job());
        return read();
    }

    private JobPod third() {
        world.cluster.change(
                POD,
                known -> new PodBuilder(known)
                        .editMetadata()
                        .addToLabels(PodNames.ATTEMPT, "3")
                        .endMetadata()
                        .build());
        return read();
    }

    private JobPod read() {
        return PodReader.read(world.cluster.pod(POD).orElseThrow()).orElseThrow();
    }
}
