package dev.ondes.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.event.JobStarted;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.contracts.seal.SealException;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.scheduler.cluster.CreateAnswer;
import dev.ondes.scheduler.cluster.Hindrance;
import dev.ondes.scheduler.create.JobSecrets;
import dev.ondes.scheduler.create.Taken;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.world.FakeGitLab;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.Steps;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobFlowTest {
    private static final String FIRST = "ondes-small-4711-1";
    private static final String SECOND = "ondes-small-4711-2";

    private final World world = new World();
    private final World.Scheduler scheduler = world.scheduler();
    private final SimulatedAgent agent = new SimulatedAgent(world, FIRST);

    @Test
    void anOrdinaryJobCostsFourCallsAndLeavesNothing() {
        // Given
        scheduler.take(World.job());
        scheduler.turn();
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        scheduler.turn();
        agent.finish(EndReason.SCRIPT_SUCCEEDED, true);

        // When
        scheduler.turn();

        // Then
        assertThat(world.cluster.calls())
                .containsExactly("create pod", "create secret", "patch finalizers", "delete pod");
        assertThat(world.cluster.isEmpty()).isTrue();
        assertThat(world.events.of(PodCreated.class)).singleElement().satisfies(created -> {
            assertThat(created.pod()).isEqualTo(FIRST);
            assertThat(created.capacity()).isEqualTo(CapacityType.SPOT);
        });
        assertThat(world.events.of(JobStarted.class))
                .singleElement()
                .satisfies(started -> assertThat(started.node()).isEqualTo("node-1"));
        assertThat(finished().reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(finished().attempts()).isEqualTo(1);
        assertThat(finished().node()).isEqualTo("node-1");
        assertThat(finished().timings().scriptStartedAt()).isNotNull();
        assertThat(finished().resources()).isNotNull().satisfies(resources -> {
            assertThat(resources.memoryPeak()).isEqualTo(50_000_000);
            assertThat(resources.cpuSeconds()).isEqualByComparingTo("1.5");
            assertThat(resources.throttled()).isEqualByComparingTo("0.25");
        });
    }

    @Test
    void aJobSealedWithAKeyThatIsYetToComeWaitsForItAndNotForEver() {
        KeyRing newer = KeyRing.parse("k2: AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=");
        JobQueued job = World.jobSealedBy(newer);

        assertThat(scheduler.take(job))
                .isEqualTo(new Taken.Waits(
                        Duration.ofSeconds(10),
                        "the payload is sealed with the key 'k2', which is not in the key ring; add it"));
        assertThat(world.events.of(SystemFailure.class)).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo("key-missing");
            assertThat(failure.message()).contains("'k2'");
        });

        world.clock.add(Duration.ofMinutes(31));
        assertThatThrownBy(() -> scheduler.take(job)).isExactlyInstanceOf(SealException.class);
    }

    @Test
    void aScriptTooShortToBeSeenRunningIsStillSaidToHaveStarted() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        agent.finish(EndReason.SCRIPT_SUCCEEDED, true);

        scheduler.turn();

        assertThat(world.events.of(JobStarted.class)).hasSize(1);
    }

    @Test
    void runsTheJobElsewhereWhenItsNodeVanishesBeforeTheScript() {
        // Given
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.loseNode();

        // When
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(FIRST)).isEmpty();
        assertThat(world.cluster.pod(SECOND)).isPresent();
        assertThat(world.cluster.secret(SECOND)).isPresent();
        assertThat(world.gitlab.log()).contains("Node node-1 vanished before the script began; attempt 2 of 3 follows");
        assertThat(world.gitlab.ends()).isEmpty();
        assertThat(world.events.of(JobRescheduled.class)).singleElement().satisfies(rescheduled -> {
            assertThat(rescheduled.attempt()).isEqualTo(1);
            assertThat(rescheduled.reason()).isEqualTo(EndReason.NODE_LOST);
            assertThat(rescheduled.node()).isEqualTo("node-1");
        });

        // And the next attempt takes the log up where it is
        var next = new SimulatedAgent(world, SECOND);
        next.schedule("node-2");
        assertThat(next.prepare()).isTrue();
        assertThat(next.open()).isTrue();
        next.finish(EndReason.SCRIPT_SUCCEEDED, true);
        scheduler.turn();
        assertThat(finished().attempts()).isEqualTo(2);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void runsTheJobElsewhereAtOnceWhenItsNodeBootsBeforeItsContainersStart() {
        // Given
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.nodeBootsBeforeTheStart();

        // When: its pod is deleted at once, and its kubelet, which lives, says that it is over
        scheduler.turn();
        world.cluster.change(
                FIRST,
                known -> new PodBuilder(known)
                        .editStatus()
                        .withPhase("Failed")
                        .endStatus()
                        .build());
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(FIRST)).isEmpty();
        assertThat(world.cluster.pod(SECOND)).isPresent();
        assertThat(world.events.of(JobRescheduled.class))
                .singleElement()
                .satisfies(rescheduled -> assertThat(rescheduled.reason()).isEqualTo(EndReason.NODE_LOST));
    }

    @ParameterizedTest
    @EnumSource(names = {"SOURCES_FAILED", "ARTIFACTS_DOWNLOAD_FAILED", "UNKNOWN"})
    void runsTheJobElsewhereWhenItsAgentGaveUpBeforeTheScript(EndReason reason) {
        // Given
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.giveUp(reason);

        // When
        scheduler.turn();
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(FIRST)).isEmpty();
        assertThat(world.cluster.pod(SECOND)).isPresent();
        assertThat(world.gitlab.log()).contains(reason.sentence() + " before the script began; attempt 2 of 3 follows");
        assertThat(world.gitlab.ends()).isEmpty();
    }

    @Test
    void anAgentFromBeforeItSaidSoLeavesTheJobToAnotherAttemptAllTheSame() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.giveUp(EndReason.SOURCES_FAILED, null);

        scheduler.turn();
        scheduler.turn();

        assertThat(world.cluster.pod(SECOND)).isPresent();
        assertThat(world.gitlab.ends()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SOURCES_FAILED", "ARTIFACTS_DOWNLOAD_FAILED"})
    void endsAJobWhoseAgentKnowsItsEndAndCouldNotTellIt(EndReason reason) {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.failUntold(reason);

        scheduler.turn();

        assertThat(world.cluster.isEmpty()).isTrue();
        assertThat(finished().reason()).isEqualTo(reason);
        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
    }

    @Test
    void endsTheJobWhenItsNodeVanishesAfterTheScriptBegan() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        agent.loseNode();

        scheduler.turn();

        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(world.gitlab.log()).contains("Ondes: The node that ran the job vanished");
        assertThat(finished().reason()).isEqualTo(EndReason.NODE_LOST);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void anAgentThatIsStillAliveSomewhereCanNotOpenItsGateAfterTheTakeOver() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.loseNode();
        scheduler.turn();

        boolean opened = agent.open();

        assertThat(opened).isFalse();
        assertThat(agent.scriptRuns()).isZero();
    }

    @Test
    void runsTheJobElsewhereWhenItsPodTookTooLongBeforeTheScript() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        exceedDeadline();

        scheduler.turn();

        assertThat(world.cluster.pod(SECOND)).isPresent();
        assertThat(world.gitlab.ends()).isEmpty();
    }

    @Test
    void neverRunsAScriptAgainThatTookTooLong() {
        scheduler.take(World.restartableJob());
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        exceedDeadline();

        scheduler.turn();

        assertThat(world.gitlab.ends()).containsExactly("job_execution_timeout");
        assertThat(finished().reason()).isEqualTo(EndReason.JOB_TIMEOUT);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    private void exceedDeadline() {
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editStatus()
                        .withPhase("Failed")
                        .withReason("DeadlineExceeded")
                        .endStatus()
                        .build());
    }

    @Test
    void theThirdAttemptIsTheLastAndAsksForOnDemand() {
        // Given
        scheduler.take(World.job());
        for (int attempt = 1; attempt <= 3; attempt++) {
            var lost = new SimulatedAgent(world, "ondes-small-4711-" + attempt);
            lost.schedule("node-" + attempt);
            lost.prepare();
            lost.loseNode();

            // When
            scheduler.turn();
        }

        // Then
        assertThat(world.events.of(PodCreated.class))
                .extracting(PodCreated::capacity)
                .containsExactly(CapacityType.SPOT, CapacityType.SPOT, CapacityType.ON_DEMAND);
        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(finished().attempts()).isEqualTo(3);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aPodThatFindsNoNodeIsMadeAnewOnTheNextCapacityAndThenGivenUp() {
        // Given
        scheduler.take(World.job());
        Duration wait = scheduler.turn();
        assertThat(wait).isEqualTo(Duration.ofMinutes(2));

        // When
        world.clock.add(Duration.ofMinutes(2));
        scheduler.turn();
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(FIRST)).isEmpty();
        assertThat(world.events.of(PodCreated.class).getLast().capacity()).isEqualTo(CapacityType.ON_DEMAND);
        assertThat(world.gitlab.log())
                .contains("No node had room for the job in time")
                .contains("on on-demand capacity");

        // And when there is no room either
        world.clock.add(Duration.ofMinutes(10));
        scheduler.turn();
        scheduler.turn();
        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(finished().reason()).isEqualTo(EndReason.UNSCHEDULABLE);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void tellsGitLabTheEndThatTheAgentCouldNotTell() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        agent.finish(EndReason.SCRIPT_SUCCEEDED, false);

        scheduler.turn();

        assertThat(world.gitlab.ends()).containsExactly("success");
        assertThat(world.gitlab.log()).contains("the end of this log may be missing");
        assertThat(finished().reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    @Test
    void aGitLabThatIsAwayIsAskedAgainAndThePodStays() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        agent.loseNode();
        world.gitlab.away(true);

        assertThatThrownBy(scheduler::turn)
                .isInstanceOf(TryLaterException.class)
                .hasMessageContaining("it is away");
        assertThat(world.cluster.pod(FIRST)).isPresent();

        world.gitlab.away(false);
        scheduler.turn();
        assertThat(world.gitlab.ends()).hasSize(1);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aJobCanceledBeforeItsPodRanIsNotRunAgain() {
        scheduler.take(World.job());
        world.gitlab.become(RemoteStatus.CANCELED);
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editMetadata()
                        .withDeletionTimestamp(world.clock.instant().toString())
                        .endMetadata()
                        .build());

        scheduler.turn();

        assertThat(finished().reason()).isEqualTo(EndReason.CANCELED);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aJobThatIsCancelingEndsAsCanceled() {
        scheduler.take(World.job());
        world.gitlab.become(RemoteStatus.CANCELING);
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editMetadata()
                        .withDeletionTimestamp(world.clock.instant().toString())
                        .endMetadata()
                        .build());

        scheduler.turn();

        assertThat(world.gitlab.ends()).containsExactly("unknown_failure");
        assertThat(world.gitlab.log()).doesNotContain("follows");
        assertThat(finished().reason()).isEqualTo(EndReason.CANCELED);
    }

    @Test
    void aPodThatSomebodyDeletesRunsOnUntilItIsOver() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editMetadata()
                        .withDeletionTimestamp(
                                world.clock.instant().plusSeconds(30).toString())
                        .endMetadata()
                        .build());

        assertThat(scheduler.turn()).isEqualTo(Duration.ofSeconds(90));

        assertThat(world.cluster.pod(FIRST)).isPresent();
        assertThat(world.gitlab.ends()).isEmpty();
    }

    @Test
    void aSilentNodeDoesNotKeepTheJobForEver() {
        // Given
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editMetadata()
                        .withDeletionTimestamp(world.clock.instant().toString())
                        .endMetadata()
                        .build());

        // When
        world.clock.add(Duration.ofMinutes(1));
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(SECOND)).isPresent();
        assertThat(agent.open()).isFalse();
    }

    @Test
    void aMessageThatComesAgainAfterTheEndChangesNothing() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        agent.finish(EndReason.SCRIPT_SUCCEEDED, true);
        scheduler.turn();

        scheduler.take(World.job());

        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aMessageThatComesAgainAfterTheEndAndARestartRunsNothing() {
        // Given
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        agent.finish(EndReason.SCRIPT_SUCCEEDED, true);
        scheduler.turn();

        // When
        var restarted = world.scheduler();
        restarted.take(World.job());
        var again = new SimulatedAgent(world, FIRST);
        again.schedule("node-1");
        boolean prepared = again.prepare();
        restarted.turn();

        // Then
        assertThat(prepared).isFalse();
        assertThat(world.cluster.isEmpty()).isTrue();
        assertThat(world.gitlab.ends()).containsExactly("success");
        assertThat(world.events.of(JobFinished.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Hindrance.class)
    void aJobThatTheClusterDoesNotTakeNowWaitsAndIsNoFailure(Hindrance by) {
        world.cluster.refuse(Optional.of(new CreateAnswer.NotNow(by, "exceeded quota: pods=4")));

        Taken first = scheduler.take(World.job());

        assertThat(first).isEqualTo(new Taken.Waits(Duration.ZERO, "exceeded quota: pods=4"));
        world.cluster.refuse(Optional.empty());
        assertThat(scheduler.take(World.job())).isInstanceOf(Taken.Settled.class);
        assertThat(world.cluster.live()).hasSize(1);
        assertThat(world.gitlab.ends()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NO_ROOM, UNSCHEDULABLE",
        "NAMESPACE_NOT_READY, POD_REFUSED",
        "RIGHTS_MISSING, POD_REFUSED",
        "NO_ANSWER, POD_REFUSED"
    })
    void aClusterThatNeverTakesTheJobEndsItAsThePlatformsFailure(Hindrance by, EndReason reason) {
        world.cluster.refuse(Optional.of(new CreateAnswer.NotNow(by, "what it said")));
        assertThat(scheduler.take(World.job())).isEqualTo(new Taken.Waits(Duration.ZERO, "what it said"));
        world.clock.add(Duration.ofMinutes(11));

        scheduler.take(World.job());

        assertThat(finished().reason()).isEqualTo(reason);
        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(world.gitlab.log()).contains("what it said");
    }

    @Test
    void aSecretThatOnlyHasThePodsNameIsNeitherTakenForItsNorRead() {
        // Given
        world.cluster.put(new SecretBuilder()
                .withNewMetadata()
                .withNamespace(World.NAMESPACE)
                .withName(FIRST)
                .endMetadata()
                .addToData("job.json", "e30=")
                .build());

        // When
        Taken first = scheduler.take(World.job());

        // Then
        assertThat(first)
                .isEqualTo(new Taken.Waits(
                        Duration.ZERO, "the Secret ci/" + FIRST + " exists, and was made for something else"));
        assertThat(world.events.of(SystemFailure.class))
                .extracting(SystemFailure::kind)
                .containsExactly("secret-taken");
        JobPod pod = world.cluster.live().getFirst();
        assertThatThrownBy(() -> new JobSecrets(world.cluster, world.clock).of(pod))
                .isInstanceOf(TryLaterException.class);

        // When
        world.cluster.removeSecret(FIRST);

        // Then
        assertThat(scheduler.take(World.job())).isInstanceOf(Taken.Settled.class);
        assertThat(new JobSecrets(world.cluster, world.clock).of(pod)).isPresent();
    }

    @Test
    void theSecretOfAnEarlierPodOfTheNameIsWaitedOut() {
        // Given
        world.cluster.put(new SecretBuilder()
                .withNewMetadata()
                .withNamespace(World.NAMESPACE)
                .withName(FIRST)
                .addToLabels("app.kubernetes.io/managed-by", "ondes")
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(FIRST)
                .withUid("of-an-earlier-pod")
                .endOwnerReference()
                .endMetadata()
                .build());

        // When
        Taken first = scheduler.take(World.job());

        // Then
        assertThat(first)
                .isEqualTo(
                        new Taken.Waits(Duration.ZERO, "the Secret of an earlier pod of this name is just going away"));
        assertThat(world.events.of(SystemFailure.class)).isEmpty();
    }

    @Test
    void aJobWhoseEndGitLabCanNotHearNowWaitsForIt() {
        world.cluster.refuse(Optional.of(new CreateAnswer.Invalid("violates PodSecurity", List.of())));
        world.gitlab.away(true);
        assertThat(scheduler.take(World.job())).isInstanceOf(Taken.Waits.class);
        assertThat(world.events.of(JobFinished.class)).isEmpty();
        world.gitlab.away(false);

        scheduler.take(World.job());

        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(finished().reason()).isEqualTo(EndReason.POD_REFUSED);
    }

    @Test
    void theNextAttemptWaitsForRoomOnlySoLong() {
        // Given
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.loseNode();
        world.cluster.refuse(Optional.of(new CreateAnswer.NotNow(Hindrance.NO_ROOM, "exceeded quota: pods=4")));
        assertThatThrownBy(scheduler::turn)
                .isInstanceOf(TryLaterException.class)
                .hasMessageContaining("exceeded quota");
        world.clock.add(Duration.ofMinutes(10));
        assertThatThrownBy(scheduler::turn).isInstanceOf(TryLaterException.class);

        // When
        world.clock.add(Duration.ofMinutes(1));
        scheduler.turn();

        // Then
        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(finished().reason()).isEqualTo(EndReason.UNSCHEDULABLE);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void anImageThatTheApiServerRefusesIsTheJobs() {
        world.cluster.refuse(Optional.of(
                new CreateAnswer.Invalid("Pod is invalid: Required value", List.of("spec.containers[1].image"))));

        scheduler.take(World.job());

        assertThat(world.gitlab.ends()).containsExactly("runner_configuration_error");
        assertThat(finished().reason()).isEqualTo(EndReason.IMAGE_INVALID);
        assertThat(finished().attempts()).isZero();
    }

    @Test
    void anythingElseThatItRefusesIsThePlatforms() {
        world.cluster.refuse(Optional.of(new CreateAnswer.Invalid(
                "Pod is invalid: spec.containers[0].image: Required value", List.of("spec.containers[0].image"))));

        scheduler.take(World.job());

        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(finished().reason()).isEqualTo(EndReason.POD_REFUSED);
    }

    @Test
    void anUnknownClassIsReported() {
        scheduler.take(World.job("large", World.payload("gcc:14")));

        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(world.gitlab.log()).contains("class large; known are [small]");
        assertThat(finished().reason()).isEqualTo(EndReason.CLASS_UNKNOWN);
        assertThat(world.cluster.calls()).isEmpty();
    }

    @Test
    void jobsOfARemovedClassEndNormally() {
        // Given
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        var classes = World.classes();
        var withoutIt = world.scheduler(new ClassFile(classes.gitlabUrl(), classes.capacities(), List.of()));
        withoutIt.turn();
        agent.finish(EndReason.SCRIPT_FAILED, true);

        // When
        withoutIt.turn();

        // Then
        assertThat(finished().reason()).isEqualTo(EndReason.SCRIPT_FAILED);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aJobThatFitsIntoNoSecretIsToldItsSizeAndTheLimit() {
        String large = World.payload("gcc:14").toString().replace("hunter2-masked", "x".repeat(1_000_000));

        Taken taken = scheduler.take(World.job("small", World.json(large)));

        assertThat(taken).isEqualTo(new Taken.Settled());
        assertThat(finished().reason()).isEqualTo(EndReason.PAYLOAD_TOO_LARGE);
        assertThat(world.gitlab.log())
                .containsPattern("larger than Ondes can carry: 1,000,[0-9]{3} bytes of JSON,"
                        + " and at most 1,000,000 fit into the Secret of a pod");
        assertThat(world.cluster.calls()).isEmpty();
    }

    @Test
    void aServiceWhoseNameNoHostHasIsRefusedInsteadOfIgnored() {
        var payload = World.json("""
                {"id": 4711, "token": "%s", "steps": [{"name": "script", "script": ["true"]}],
                 "services": [{"name": "postgres:17", "alias": "my_db"}]}
                """.formatted(FakeGitLab.TOKEN));

        scheduler.take(World.job("small", payload));

        assertThat(finished().reason()).isEqualTo(EndReason.SETTINGS_INVALID);
        assertThat(world.gitlab.ends()).containsExactly("script_failure");
        assertThat(world.gitlab.log()).contains("service postgres:17: its alias 'my_db' is no host name");
    }

    @Test
    void aPodWhoseFinalizerSomebodyTookIsNotForgotten() {
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.open();
        scheduler.turn();
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editMetadata()
                        .withFinalizers()
                        .withDeletionTimestamp(world.clock.instant().toString())
                        .endMetadata()
                        .build());

        scheduler.turn();

        assertThat(finished().reason()).isEqualTo(EndReason.POD_DELETED);
    }

    @Test
    void aNewLeaderWhoseCacheLagsBehindLeavesTheNextAttemptAlone() {
        // Given
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.loseNode();
        var lagging = world.scheduler();
        scheduler.turn();
        var next = new SimulatedAgent(world, SECOND);
        next.schedule("node-2");
        next.prepare();
        next.open();

        // When
        assertThatThrownBy(lagging::turnWithOldCache).isInstanceOf(TryLaterException.class);
        lagging.turn();

        // Then
        assertThat(world.gitlab.ends()).isEmpty();
        assertThat(world.cluster.live())
                .singleElement()
                .satisfies(pod -> assertThat(pod.name()).isEqualTo(SECOND));
    }

    @Test
    void aNewLeaderFindsTheNextAttemptThatTheOldOneMadeAndNoWatchHasShown() {
        // Given
        scheduler.take(World.job());
        agent.schedule("node-1");
        agent.prepare();
        agent.loseNode();
        var lagging = world.scheduler();
        world.steps.crashBefore("patch finalizers");
        assertThatThrownBy(scheduler::turn).isInstanceOf(Steps.Crash.class);
        var next = new SimulatedAgent(world, SECOND);
        next.schedule("node-2");
        next.prepare();
        next.open();

        // When
        lagging.turnWithOldCache();

        // Then
        assertThat(world.gitlab.ends()).isEmpty();
        assertThat(world.cluster.pod(FIRST)).isEmpty();
        assertThat(world.cluster.live())
                .singleElement()
                .satisfies(pod -> assertThat(pod.name()).isEqualTo(SECOND));
    }

    @Test
    void noSecretStandsInThePod() {
        scheduler.take(World.job());

        assertThat(world.cluster.pod(FIRST).orElseThrow().toString())
                .doesNotContain(FakeGitLab.TOKEN)
                .doesNotContain("hunter2-masked");
    }

    private JobFinished finished() {
        assertThat(world.events.of(JobFinished.class)).hasSize(1);
        return world.events.of(JobFinished.class).getFirst();
    }
}
