package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.retry.Pause;
import dev.ondes.scheduler.cluster.CreateAnswer;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.turns.Turns;
import dev.ondes.scheduler.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One message from its delivery to its end; pauses move the clock. */
class JobQueuedHandlerTest {
    private static final CreateAnswer NO_ROOM = new CreateAnswer.NotNow(Hindrance.NO_ROOM, "exceeded quota");
    private static final String POD = "ondes-small-4711-1";

    private final World world = new World();
    private final World.Scheduler scheduler = world.scheduler();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Duration> pauses = new ArrayList<>();
    private Runnable whilePausing = () -> {};
    private final Pause pause = duration -> {
        pauses.add(duration);
        world.clock.add(duration);
        whilePausing.run();
    };
    private final WaitingRoom waiting = new WaitingRoom(world.clock, pause);
    private final JobQueuedHandler handler = handler(pause);

    private JobQueuedHandler handler(Pause ofMistakes) {
        var takeUp = new TakeUp(scheduler.intake(), new Turns(threads, timer), ofMistakes);
        return new JobQueuedHandler(takeUp, waiting, world.events);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void returnsWhenTheClusterHasThePod() {
        handler.on(world.event(World.job()));

        assertThat(world.cluster.pod(POD)).isPresent();
        assertThat(world.cluster.secret(POD)).isPresent();
        assertThat(pauses).isEmpty();
    }

    @Test
    void holdsTheMessageUntilTheClusterTakesThePodAndKeepsItsClassFullMeanwhile() {
        world.cluster.refuse(Optional.of(NO_ROOM));
        List<Boolean> full = new ArrayList<>();
        whilePausing = () -> {
            full.add(waiting.full("small"));
            if (pauses.size() == 3) {
                world.cluster.refuse(Optional.empty());
            }
        };

        handler.on(world.event(World.job()));

        assertThat(world.cluster.pod(POD)).isPresent();
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
        assertThat(full).containsExactly(true, true, true);
        assertThat(waiting.size()).isZero();
        assertThat(world.events.of(JobQueued.class)).isEmpty();
    }

    @Test
    void sendsAJobThatWaitsForLongToTheEndOfTheQueueBeforeItsMessageIsAcknowledged() {
        world.cluster.refuse(Optional.of(NO_ROOM));
        whilePausing = () -> world.clock.add(Duration.ofMinutes(5));
        JobQueued job = World.job();

        handler.on(world.event(job));

        assertThat(world.events.of(JobQueued.class)).containsExactly(job);
        assertThat(waiting.size()).isZero();
        assertThat(world.gitlab.ends()).isEmpty();
    }

    @Test
    void takesUpAgainWhatFailedInAnUnforeseenWay() {
        world.cluster.breakAfter("create pod", 3);

        handler.on(world.event(World.job()));

        assertThat(world.cluster.pod(POD)).isPresent();
        assertThat(world.cluster.secret(POD)).isPresent();
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
        assertThat(waiting.full("small"))
                .as("other jobs of the class are not kept waiting")
                .isFalse();
    }

    @Test
    void endsAJobAtGitLabThatAMistakeOfOursKeepsFromItsPod() {
        world.cluster.breakAfter("create pod", Integer.MAX_VALUE);

        handler.on(world.event(World.job()));

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(world.gitlab.log())
                .contains("The job could not be handed over inside Ondes: a mistake of ours, IllegalStateException");
        assertThat(world.events.of(JobFinished.class))
                .singleElement()
                .satisfies(end -> assertThat(end.reason()).isEqualTo(EndReason.HAND_OVER_FAILED));
        assertThat(world.events.of(SystemFailure.class)).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo("intake-failed");
            assertThat(failure.about()).isEqualTo("4711");
        });
    }

    @Test
    void aPodOfAJobThatWasGivenUpRunsNothingAndGoes() {
        world.cluster.breakAfter("create pod", Integer.MAX_VALUE);

        handler.on(world.event(World.job()));
        scheduler.turn();
        world.clock.add(Duration.ofHours(3));
        scheduler.turn();

        assertThat(world.cluster.live()).isEmpty();
        assertThat(world.events.of(JobFinished.class)).hasSize(1);
    }

    @Test
    void doesNotEndAJobWhosePodTheWatchHasShownButGivesItItsSecret() {
        world.cluster.breakAfter("create pod", Integer.MAX_VALUE);
        whilePausing = scheduler::watch;

        handler.on(world.event(World.job()));

        assertThat(world.gitlab.ends()).isEmpty();
        assertThat(world.cluster.pod(POD)).isPresent();
        assertThat(world.cluster.secret(POD)).isPresent();
    }

    @Test
    void aPayloadThatCanNotBeReadGoesToTheDeadLettersAtOnce() {
        JobQueued unreadable = World.job("small", World.json("{\"id\": 4711}"));

        assertThatThrownBy(() -> handler.on(world.event(unreadable))).isInstanceOf(UnreadablePayloadException.class);

        assertThat(pauses).isEmpty();
    }

    @Test
    void aStopGivesTheMessageBackToItsQueue() {
        world.cluster.breakAfter("create pod", 1);
        var stopping = handler(_ -> {
            throw new InterruptedException("the service stops");
        });

        assertThatThrownBy(() -> stopping.on(world.event(World.job()))).isInstanceOf(TryLaterException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(world.gitlab.ends()).isEmpty();
    }
}
