package dev.ondes.scheduler.cancel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobCancelRequested;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.scheduler.create.JobSecrets;
import dev.ondes.scheduler.ends.Ended;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.turns.Turns;
import dev.ondes.scheduler.watch.PodShelf;
import dev.ondes.scheduler.world.World;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancelHandlerTest {
    private final World world = new World();

    private void hint(String status) {
        var shelf = new PodShelf(world.clock, new Ended<>(1));
        world.scheduler().take(World.job());
        world.cluster.listPods().stream()
                .flatMap(pod -> PodReader.read(pod).stream())
                .forEach(shelf::seen);
        var request = new JobCancelRequested(World.job().jobId(), status);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var timer = Executors.newSingleThreadScheduledExecutor()) {
            var secrets = new JobSecrets(world.cluster, world.clock);
            new CancelHandler(shelf, world.cluster, secrets, world.gitlab, new Turns(threads, timer))
                    .on(new Event<>("e2", "/job-dispatcher", world.clock.instant(), request.subject(), null, request));
        }
    }

    @Test
    void leavesAfterScriptTheTimeThatTheJobHas() {
        world.gitlab.become(RemoteStatus.CANCELING);

        hint("canceling");

        assertThat(World.job().timeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(world.cluster.graces()).containsExactly(Optional.of(Duration.ofMinutes(45)));
    }

    @Test
    void leavesACanceledJobNoMoreThanThePodsOwn() {
        world.gitlab.become(RemoteStatus.CANCELED);

        hint("canceled");

        assertThat(world.cluster.graces()).containsExactly(Optional.empty());
    }

    @Test
    void goesByWhatGitLabSaysNowAndNotByTheHint() {
        world.gitlab.become(RemoteStatus.CANCELED);

        hint("canceling");

        assertThat(world.cluster.graces()).containsExactly(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"canceling", "canceled"})
    void aJobThatRunsInGitLabGoesOnWhateverAHintSays(String status) {
        hint(status);

        assertThat(world.cluster.graces()).isEmpty();
    }

    @Test
    void asksAgainWhereGitLabIsAway() {
        world.gitlab.become(RemoteStatus.CANCELED);
        world.gitlab.away(true);

        assertThatThrownBy(() -> hint("canceled")).isInstanceOf(TryLaterException.class);
        assertThat(world.cluster.graces()).isEmpty();
    }
}
