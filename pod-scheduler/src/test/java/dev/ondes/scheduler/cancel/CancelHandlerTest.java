package dev.ondes.scheduler.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.turns.Turns;
import dev.ondes.scheduler.watch.PodShelf;
import dev.ondes.scheduler.world.World;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class CancelHandlerTest {
    private final World world = new World();

    private void cancel(String status) {
        var shelf = new PodShelf(world.clock, new Ended<>(1));
        world.scheduler().take(World.job());
        world.cluster.listPods().stream()
                .flatMap(pod -> PodReader.read(pod).stream())
                .forEach(shelf::seen);
        var request = new JobCancelRequested(World.job().jobId(), status);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var timer = Executors.newSingleThreadScheduledExecutor()) {
            new CancelHandler(shelf, world.cluster, new Turns(threads, timer))
                    .on(new Event<>("e2", "/job-dispatcher", world.clock.instant(), request.subject(), null, request));
        }
    }

    @Test
    void leavesAfterScriptTheTimeThatTheJobHas() {
        cancel("canceling");

        assertThat(World.job().timeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(world.cluster.graces()).containsExactly(Optional.of(Duration.ofMinutes(45)));
    }

    @Test
    void leavesACanceledJobNoMoreThanThePodsOwn() {
        cancel("canceled");

        assertThat(world.cluster.graces()).containsExactly(Optional.empty());
    }
}
