package dev.ondes.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.scheduler.cluster.CreateAnswer;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.cluster.SecretAnswer;
import dev.ondes.scheduler.create.Taken;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.world.Classes;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.Steps;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom an API server that refuses pods and Secrets keeps waiting, whom it ends, and whom it doesn't concern. */
class RefusedFlowTest {
    private static final String FIRST = "ondes-small-4711-1";
    private static final String SECOND = "ondes-small-4711-2";
    private static final Taken SETTLED = new Taken.Settled();
    private static final CreateAnswer FULL = new CreateAnswer.NotNow(Hindrance.NO_ROOM, "exceeded quota: pods=4");
    private static final SecretAnswer NO_SECRETS =
            new SecretAnswer.NotNow(Hindrance.NO_ROOM, "exceeded quota: count/secrets=4");

    private final World world = new World();
    private final World.Scheduler scheduler = world.scheduler();
    private final SimulatedAgent agent = new SimulatedAgent(world, FIRST);

    static Stream<CreateAnswer> refusals() {
        return Stream.of(FULL, new CreateAnswer.Invalid("a policy denied the request", List.of()));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aJobThatRunsIsNotEndedWhenItsMessageComesAgain(CreateAnswer refusal) {
        // Given
        scheduler.take(World.job());
        begin(agent);
        world.cluster.refuse(Optional.of(refusal));
        var restarted = world.scheduler();

        // When
        Taken again = restarted.take(World.job());
        world.clock.add(Duration.ofMinutes(11));
        Taken andAgain = restarted.take(World.job());

        // Then
        assertThat(List.of(again, andAgain)).containsOnly(SETTLED);
        assertThat(world.gitlab.ends()).isEmpty();
        assertThat(world.cluster.live()).hasSize(1);
    }

    @Test
    void aPodThatIsThereGetsTheSecretThatItLacksThoughTheQuotaIsFull() {
        // Given
        world.steps.crashBefore("create secret");
        assertThatThrownBy(() -> scheduler.take(World.job())).isInstanceOf(Steps.Crash.class);
        world.cluster.refuse(Optional.of(FULL));

        // When
        Taken again = world.scheduler().take(World.job());

        // Then
        assertThat(again).isEqualTo(SETTLED);
        assertThat(world.cluster.secret(FIRST)).isPresent();
        assertThat(world.events.of(PodCreated.class)).hasSize(1);
    }

    @Test
    void aPodWhoseAnswerWasLostIsLookedForBeforeItsJobEndsForWantOfRoom() {
        // Given
        losesTheAnswer();
        world.cluster.refuse(Optional.of(FULL));
        assertThat(scheduler.take(World.job())).isInstanceOf(Taken.Waits.class);
        world.clock.add(Duration.ofMinutes(11));

        // When
        Taken last = scheduler.take(World.job());

        // Then
        assertThat(last).isEqualTo(SETTLED);
        assertThat(world.gitlab.ends()).isEmpty();
        assertThat(world.cluster.secret(FIRST)).isPresent();
    }

    @Test
    void aPodWhoseAnswerWasLostIsLookedForBeforeItsJobEndsByAPolicy() {
        losesTheAnswer();
        world.cluster.refuse(Optional.of(new CreateAnswer.Invalid("a policy denied the request", List.of())));

        assertThat(scheduler.take(World.job())).isEqualTo(SETTLED);

        assertThat(world.gitlab.ends()).isEmpty();
        assertThat(world.cluster.secret(FIRST)).isPresent();
    }

    private void losesTheAnswer() {
        world.cluster.breakAfter("create pod", 1);
        assertThatThrownBy(() -> scheduler.take(World.job())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSecretThatIsThereIsFoundThoughTheQuotaOfSecretsIsFull() {
        scheduler.take(World.job());
        world.cluster.refuseSecrets(Optional.of(NO_SECRETS));

        assertThat(world.scheduler().take(World.job())).isEqualTo(SETTLED);

        assertThat(world.gitlab.ends()).isEmpty();
    }

    @Test
    void aPodThatIsJustGoingAwayIsNotTakenForTheJobs() {
        // Given
        scheduler.take(World.job());
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editMetadata()
                        .withFinalizers("of.somebody/else")
                        .withDeletionTimestamp(world.clock.instant().toString())
                        .endMetadata()
                        .build());

        // When
        Taken again = world.scheduler().take(World.job());

        // Then
        assertThat(again).isEqualTo(new Taken.Waits(Duration.ZERO, "an earlier pod of this name is just going away"));
    }

    @Test
    void timeInTheQueueIsNoWaitingForRoom() {
        world.clock.add(Duration.ofHours(2));
        world.cluster.refuse(Optional.of(FULL));

        Taken first = scheduler.take(World.job());

        assertThat(first).isEqualTo(new Taken.Waits(Duration.ZERO, "exceeded quota: pods=4"));
        assertThat(world.gitlab.ends()).isEmpty();
    }

    @Test
    void timeInTheQueueIsNoWaitingForAKey() {
        world.clock.add(Duration.ofHours(2));
        KeyRing newer = KeyRing.parse("k2: AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=");

        assertThat(scheduler.take(World.jobSealedBy(newer))).isInstanceOf(Taken.Waits.class);
    }

    @Test
    void aPodThatNeverGetsItsSecretEndsWithItsJob() {
        // Given
        world.cluster.refuseSecrets(Optional.of(NO_SECRETS));
        assertThat(scheduler.take(World.job()))
                .isEqualTo(new Taken.Waits(Duration.ZERO, "exceeded quota: count/secrets=4"));
        world.clock.add(Duration.ofMinutes(11));

        // When
        Taken last = scheduler.take(World.job());

        // Then
        assertThat(last).isEqualTo(SETTLED);
        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(finished().reason()).isEqualTo(EndReason.UNSCHEDULABLE);
        assertThat(finished().attempts()).isEqualTo(1);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aRightThatIsMissingForSecretsIsToldToo() {
        world.cluster.refuseSecrets(
                Optional.of(new SecretAnswer.NotNow(Hindrance.RIGHTS_MISSING, "cannot create resource")));

        scheduler.take(World.job());
        scheduler.take(World.job());

        assertThat(world.events.of(SystemFailure.class))
                .extracting(SystemFailure::kind)
                .containsExactly("rights-missing");
    }

    @Test
    void aSuccessorThatNeverGetsItsSecretEndsWithItsJob() {
        // Given
        loseFirst();
        world.cluster.refuseSecrets(Optional.of(NO_SECRETS));
        assertThatThrownBy(scheduler::turn).isInstanceOf(TryLaterException.class);
        world.clock.add(Duration.ofMinutes(10));
        assertThatThrownBy(scheduler::turn)
                .isInstanceOf(TryLaterException.class)
                .hasMessageContaining("count/secrets");

        // When
        world.clock.add(Duration.ofMinutes(1));
        scheduler.turn();

        // Then
        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(world.gitlab.log()).contains("exceeded quota: count/secrets=4");
        assertThat(finished().reason()).isEqualTo(EndReason.UNSCHEDULABLE);
        assertThat(finished().attempts()).isEqualTo(2);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aSuccessorThatGetsItsSecretLateGoesOn() {
        // Given
        loseFirst();
        world.cluster.refuseSecrets(Optional.of(NO_SECRETS));
        assertThatThrownBy(scheduler::turn).isInstanceOf(TryLaterException.class);
        world.cluster.refuseSecrets(Optional.empty());

        // When
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(FIRST)).isEmpty();
        assertThat(world.cluster.secret(SECOND)).isPresent();
        assertThat(world.events.of(JobRescheduled.class)).hasSize(1);
    }

    @Test
    void aReRunCountsOnceThoughTheLostPodCanNotBeLetGoAtOnce() {
        loseFirst();
        world.steps.crashBefore("patch finalizers");
        assertThatThrownBy(scheduler::turn).isInstanceOf(Steps.Crash.class);

        scheduler.turn();

        assertThat(world.meters.get("ondes.scheduler.reruns").counter().count()).isEqualTo(1);
    }

    @Test
    void aJobThatGitLabWasNotToldOfHasNotEnded() {
        // Given its pod waits for the Secret until there is no room either
        var patient = world.scheduler(Classes.file(Classes.waiting(Duration.ofHours(1))));
        world.cluster.refuseSecrets(Optional.of(NO_SECRETS));
        patient.take(World.job());
        world.clock.add(Duration.ofMinutes(16));
        patient.turn();
        patient.turn();
        assertThat(world.cluster.isEmpty()).isTrue();
        assertThat(world.events.of(JobFinished.class)).isEmpty();

        // When
        world.cluster.refuseSecrets(Optional.empty());
        Taken again = patient.take(World.job());

        // Then
        assertThat(again).isEqualTo(SETTLED);
        assertThat(world.cluster.live()).hasSize(1);
        assertThat(world.cluster.secret(FIRST)).isPresent();
        assertThat(world.gitlab.ends()).isEmpty();
    }

    private void loseFirst() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.loseNode();
    }

    private static void begin(SimulatedAgent agent) {
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
    }

    private JobFinished finished() {
        assertThat(world.events.of(JobFinished.class)).hasSize(1);
        return world.events.of(JobFinished.class).getFirst();
    }
}
