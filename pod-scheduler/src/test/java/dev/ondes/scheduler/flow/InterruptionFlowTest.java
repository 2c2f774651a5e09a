package dev.ondes.scheduler.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.event.JobRescheduled;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.scheduler.nodes.NodeFacts;
import dev.ondes.scheduler.pods.Decision;
import dev.ondes.scheduler.pods.PodNotice;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.world.FakeGitLab;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.Steps;
import dev.ondes.scheduler.world.World;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InterruptionFlowTest {
    private static final String FIRST = "ondes-small-4711-1";
    private static final String SECOND = "ondes-small-4711-2";
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    private final World world = new World();
    private final World.Scheduler scheduler = world.scheduler();
    private final SimulatedAgent agent = new SimulatedAgent(world, FIRST);

    @Test
    void movesAtOnceAJobWhoseScriptHasNotBegun() {
        // Given
        prepared(World.job());

        // When
        scheduler.hear(spot());
        scheduler.turn();
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(FIRST)).isEmpty();
        assertThat(world.cluster.pod(SECOND)).isPresent();
        assertThat(agent.open()).isFalse();
        assertThat(world.gitlab.log())
                .contains("The cloud takes this spot node back (node-1, at 10:02:00 UTC) before the script began;"
                        + " attempt 2 of 3 follows");
        assertThat(world.events.of(JobRescheduled.class)).singleElement().satisfies(moved -> {
            assertThat(moved.reason()).isEqualTo(EndReason.SPOT_INTERRUPTED);
            assertThat(moved.cause()).isEqualTo(LossCause.SPOT);
            assertThat(moved.zone()).isEqualTo("eu-west-1b");
            assertThat(moved.nodeGroup()).isEqualTo("ci-spot");
        });

        // And its end remembers what hit it
        var next = new SimulatedAgent(world, SECOND);
        next.schedule("node-2");
        next.prepare();
        next.open();
        next.finish(EndReason.SCRIPT_SUCCEEDED, true);
        scheduler.turn();
        assertThat(finished().outcome()).isEqualTo(EndReason.SCRIPT_SUCCEEDED.outcome());
        assertThat(finished().interruption()).isEqualTo(LossCause.SPOT);
        assertThat(counted("ondes.scheduler.losses", "cause", "spot")).isEqualTo(1);
    }

    @Test
    void leavesAScriptThatMustNotRunAgainAndSaysWhyItEnds() {
        // Given
        begun(World.job());

        // When
        scheduler.hear(spot());
        scheduler.turn();

        // Then
        assertThat(noted().decision()).isEqualTo(Decision.TELL);
        assertThat(noted().line())
                .startsWith("The cloud takes this spot node back (node-1, at 10:02:00 UTC); the job goes on")
                .contains("does not run again unasked");
        assertThat(world.cluster.live()).hasSize(1);

        // And when its node goes
        world.clock.add(TWO_MINUTES);
        agent.loseNode();
        scheduler.turn();
        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(world.gitlab.log())
                .contains("Ondes: The spot node that ran the job was reclaimed by the cloud: The cloud takes this spot"
                        + " node back (node-1, at 10:02:00 UTC)");
        assertThat(finished().reason()).isEqualTo(EndReason.SPOT_INTERRUPTED);
        assertThat(finished().interruption()).isEqualTo(LossCause.SPOT);
        assertThat(counted("ondes.scheduler.wasted.seconds", "cause", "spot")).isEqualTo(120);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aJobKilledByScaleDownIsToldApartFromOneKilledBySpot() {
        begun(World.job());
        scheduler.hear(world.notice("node-1", NoticeKind.SCALE_DOWN, null));
        agent.loseNode();

        scheduler.turn();

        assertThat(world.gitlab.log()).contains("Ondes: The node that ran the job was removed by the autoscaler");
        assertThat(finished().reason()).isEqualTo(EndReason.NODE_SCALED_DOWN);
        assertThat(finished().interruption()).isEqualTo(LossCause.SCALE_DOWN);
        assertThat(counted("ondes.scheduler.losses", "cause", "scale-down")).isEqualTo(1);
    }

    @Test
    void aJobLostWithoutANoticeKeepsItsReason() {
        begun(World.job());
        agent.loseNode();

        scheduler.turn();

        assertThat(finished().reason()).isEqualTo(EndReason.NODE_LOST);
        assertThat(finished().interruption()).isEqualTo(LossCause.FAILURE);
    }

    @Test
    void runsAScriptAgainThatMay() {
        // Given
        begun(World.restartableJob());

        // When
        scheduler.hear(spot());
        scheduler.turn();
        scheduler.turn();

        // Then
        assertThat(world.gitlab.log()).contains("while the script ran, which may run again; attempt 2 of 3 follows");
        var next = new SimulatedAgent(world, SECOND);
        next.schedule("node-2");
        assertThat(next.prepare()).isTrue();
        assertThat(next.open()).isTrue();
        next.finish(EndReason.SCRIPT_SUCCEEDED, true);
        scheduler.turn();
        assertThat(world.gitlab.ends()).containsExactly("success");
        assertThat(finished().attempts()).isEqualTo(2);
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void runsAgainAJobWhoseAgentSawTheBuildContainerGoBeforeTheRestOfItsNode() {
        // Given
        begun(World.restartableJob());
        scheduler.hear(spot());

        // When
        agent.finish(EndReason.BUILD_CONTAINER_LOST, false);
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(SECOND)).isPresent();
        assertThat(world.cluster.pod(FIRST)).isEmpty();
        assertThat(world.gitlab.ends()).isEmpty();
        assertThat(world.events.of(JobRescheduled.class))
                .singleElement()
                .satisfies(moved -> assertThat(moved.reason()).isEqualTo(EndReason.SPOT_INTERRUPTED));
    }

    @Test
    void saysWhyAJobEndsWhoseAgentSawTheBuildContainerGoBeforeTheRestOfItsNode() {
        begun(World.job());
        scheduler.hear(spot());
        agent.finish(EndReason.BUILD_CONTAINER_LOST, false);

        scheduler.turn();

        assertThat(world.gitlab.ends()).containsExactly("runner_system_failure");
        assertThat(world.gitlab.log()).contains("Ondes: The spot node that ran the job was reclaimed by the cloud");
        assertThat(finished().reason()).isEqualTo(EndReason.SPOT_INTERRUPTED);
        assertThat(finished().interruption()).isEqualTo(LossCause.SPOT);
    }

    @Test
    void aBuildContainerThatIsLostWithoutANoticeIsNotRunAgain() {
        begun(World.restartableJob());
        agent.finish(EndReason.BUILD_CONTAINER_LOST, false);

        scheduler.turn();

        assertThat(world.cluster.isEmpty()).isTrue();
        assertThat(finished().reason()).isEqualTo(EndReason.BUILD_CONTAINER_LOST);
    }

    @Test
    void goesOnAfterACrashWithAnAttemptThatItsAgentLeftToUs() {
        // Given
        begun(World.restartableJob());
        scheduler.hear(spot());
        agent.finish(EndReason.BUILD_CONTAINER_LOST, false);
        world.steps.crashBefore("create secret");
        assertThatThrownBy(scheduler::turn).isInstanceOf(Steps.Crash.class);

        // When
        world.scheduler().turn();

        // Then
        assertThat(world.cluster.secret(SECOND)).isPresent();
        assertThat(world.events.of(JobRescheduled.class)).hasSize(1);
        assertThat(world.cluster.pod(FIRST)).isEmpty();
    }

    @Test
    void anEndThatIsToldWhileTheJobMovesCounts() {
        // Given
        begun(World.restartableJob());
        scheduler.hear(spot());
        scheduler.turn();

        // When
        agent.finish(EndReason.SCRIPT_SUCCEEDED, true);
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(SECOND)).isEmpty();
        assertThat(finished().reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(finished().attempts()).isEqualTo(1);
    }

    @Test
    void aSuccessThatOnlyGitLabHeardOfIsNotRunAgain() {
        // Given
        begun(World.restartableJob());
        scheduler.hear(spot());
        scheduler.turn();

        // When
        world.gitlab.change(new dev.ondes.gitlab.JobState.Success(null));
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(SECOND)).isEmpty();
        assertThat(finished().reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    @Test
    void aFailureOfTheScriptIsNotRunAgainWhateverBecomesOfTheNode() {
        begun(World.restartableJob());
        scheduler.hear(spot());
        scheduler.turn();
        agent.finish(EndReason.SCRIPT_FAILED, false);

        scheduler.turn();

        assertThat(world.gitlab.ends()).containsExactly("script_failure");
        assertThat(world.cluster.isEmpty()).isTrue();
    }

    @Test
    void aScriptThatBeganUnseenIsNotKilledByOurMove() {
        // Given
        prepared(World.job());
        scheduler.watch();
        agent.open();

        // When
        scheduler.interruptions.heard(spot());
        scheduler.turnWithOldCache();

        // Then
        assertThat(world.cluster.live()).hasSize(1);
        assertThat(noted().decision()).isEqualTo(Decision.TELL);
        agent.finish(EndReason.SCRIPT_SUCCEEDED, true);
        scheduler.turn();
        assertThat(finished().reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    @Test
    void letsAJobFinishThatUsuallyEndsBefore() {
        begun(World.restartableJob());
        for (int i = 0; i < 3; i++) {
            Instant now = world.clock.instant();
            scheduler.usual.add(
                    World.job(),
                    new AgentReport(
                            1,
                            EndReason.SCRIPT_SUCCEEDED,
                            0,
                            null,
                            true,
                            true,
                            0,
                            now,
                            now,
                            now,
                            now.plusSeconds(60),
                            null,
                            false));
        }

        scheduler.hear(spot());
        scheduler.turn();

        assertThat(noted().decision()).isEqualTo(Decision.FINISH);
        assertThat(noted().line()).endsWith("the job goes on: it usually ends before");
        assertThat(world.cluster.live()).hasSize(1);
    }

    @Test
    void aCrashBetweenTakeOverAndDeletionLosesNothing() {
        // Given
        prepared(World.job());
        scheduler.hear(spot());
        world.steps.crashBefore("delete pod");
        assertThatThrownBy(scheduler::turn).isInstanceOf(Steps.Crash.class);
        assertThat(agent.open()).isFalse();

        // When
        var next = world.scheduler();
        next.turn();
        next.turn();

        // Then
        assertThat(world.cluster.pod(SECOND)).isPresent();
        assertThat(world.gitlab.ends()).isEmpty();
        assertThat(agent.scriptRuns()).isZero();
    }

    @Test
    void aRestartedSchedulerKnowsTheNoticeFromThePod() {
        begun(World.job());
        scheduler.hear(spot());
        var next = world.scheduler();
        agent.loseNode();

        next.turn();

        assertThat(finished().reason()).isEqualTo(EndReason.SPOT_INTERRUPTED);
    }

    @Test
    void theSameNoticeDecidesOnce() {
        begun(World.job());

        scheduler.hear(spot());
        scheduler.hear(spot());
        scheduler.turn();

        assertThat(world.cluster.calls().stream().filter(call -> call.equals("annotate pod")))
                .hasSize(1);
    }

    @Test
    void aNoticeThatComesAfterTheEndDecidesNothingThoughTheCacheStillHasThePod() {
        begun(World.job());
        agent.finish(EndReason.SCRIPT_SUCCEEDED, true);
        scheduler.turn();
        List<String> calls = world.cluster.calls();

        scheduler.interruptions.heard(spot());
        scheduler.turnWithOldCache();

        assertThat(world.cluster.calls()).isEqualTo(calls);
        assertThat(world.events.of(JobFinished.class)).hasSize(1);
    }

    @Test
    void aCertainNoticeAfterAnUncertainOneDecidesAnew() {
        // Given
        begun(World.restartableJob());
        scheduler.hear(world.notice("node-1", NoticeKind.REBALANCE_RECOMMENDED, null));
        scheduler.turn();
        assertThat(noted().decision()).isEqualTo(Decision.TELL);
        assertThat(world.cluster.live()).hasSize(1);

        // When
        scheduler.hear(spot());
        scheduler.turn();
        scheduler.turn();

        // Then
        assertThat(world.cluster.pod(SECOND)).isPresent();
    }

    @Test
    void aWithdrawnNoticeIsTakenBackInTheLogAndExplainsNothing() {
        // Given
        begun(World.job());
        scheduler.hear(world.notice("node-1", NoticeKind.REBALANCE_RECOMMENDED, null));

        // When
        scheduler.interruptions.withdrawn(new TerminationCancelled(
                "notice-of-node-1-rebalance-recommended",
                "node-1",
                null,
                Provider.AWS,
                null,
                NoticeKind.REBALANCE_RECOMMENDED,
                world.clock.instant(),
                "no interruption followed"));

        // Then
        assertThat(noted().decision()).isEqualTo(Decision.STAY);
        assertThat(noted().line()).isEqualTo("Node node-1 stays after all: no interruption followed");
        agent.loseNode();
        scheduler.turn();
        assertThat(finished().reason()).isEqualTo(EndReason.NODE_LOST);
    }

    @Test
    void aLossWaitsALittleForTheNoticeThatExplainsIt() {
        // Given
        world.patience = Duration.ofSeconds(5);
        var patient = world.scheduler();
        begun(patient, World.job());
        agent.loseNode();
        assertThat(patient.turn()).isEqualTo(Duration.ofSeconds(5));
        assertThat(world.gitlab.ends()).isEmpty();

        // When
        world.clock.add(Duration.ofSeconds(1));
        patient.hear(world.notice("node-1", NoticeKind.SCALE_DOWN, null));
        patient.turn();

        // Then
        assertThat(finished().reason()).isEqualTo(EndReason.NODE_SCALED_DOWN);
    }

    @Test
    void aLossThatNoNoticeExplainsEndsAllTheSame() {
        world.patience = Duration.ofSeconds(5);
        var patient = world.scheduler();
        begun(patient, World.job());
        agent.loseNode();
        patient.turn();

        world.clock.add(Duration.ofSeconds(5));
        patient.turn();
        patient.hear(spot());

        assertThat(finished().reason()).isEqualTo(EndReason.NODE_LOST);
        assertThat(counted("ondes.scheduler.notices.late", "cause", "spot")).isEqualTo(1);
    }

    @Test
    void aScriptIsNotRunAgainWhileItMayStillRunOnASilentNode() {
        // Given
        begun(World.restartableJob());
        world.cluster.change(
                FIRST,
                pod -> new PodBuilder(pod)
                        .editMetadata()
                        .withDeletionTimestamp(world.clock.instant().toString())
                        .endMetadata()
                        .build());
        world.clock.add(Duration.ofMinutes(1));

        // When
        Duration wait = scheduler.turn();

        // Then
        assertThat(wait).isEqualTo(Duration.ofMinutes(9));
        assertThat(world.cluster.pod(SECOND)).isEmpty();
        assertThat(world.gitlab.ends()).isEmpty();

        // And when its node is known to be gone
        agent.loseNode();
        scheduler.turn();
        assertThat(world.cluster.pod(SECOND)).isPresent();
    }

    @Test
    void theLastAttemptIsLeftWhereItIs() {
        // Given
        scheduler.take(World.job());
        for (int attempt = 1; attempt <= 2; attempt++) {
            var lost = new SimulatedAgent(world, "ondes-small-4711-" + attempt);
            lost.schedule("node-" + attempt);
            lost.prepare();
            lost.loseNode();
            scheduler.turn();
        }
        var last = new SimulatedAgent(world, "ondes-small-4711-3");
        last.schedule("node-3");
        last.prepare();

        // When
        scheduler.hear(world.notice("node-3", NoticeKind.SPOT_INTERRUPTION, TWO_MINUTES));
        scheduler.turn();

        // Then
        assertThat(world.cluster.live()).hasSize(1);
        assertThat(last.open()).isTrue();
    }

    @Test
    void aGitLabThatIsAwayDelaysTheMoveAndTheScriptCanNotBegin() {
        prepared(World.job());
        scheduler.hear(spot());
        world.gitlab.away(true);

        assertThatThrownBy(scheduler::turn).isInstanceOf(TryLaterException.class);
        assertThat(world.cluster.live()).hasSize(1);

        world.gitlab.away(false);
        scheduler.turn();
        scheduler.turn();
        assertThat(world.cluster.pod(SECOND)).isPresent();
    }

    @Test
    void anotherNodeOfTheSameNameIsNotTakenForTheOneThatWent() {
        // Given
        scheduler.hear(spot());
        world.clock.add(Duration.ofMinutes(3));

        // When
        begun(World.job());
        scheduler.turn();

        // Then
        assertThat(PodReader.read(world.cluster.pod(FIRST).orElseThrow())
                        .orElseThrow()
                        .facts()
                        .notice())
                .isNull();
    }

    @Test
    void aPodThatWasBoundBeforeAQueueBroughtTheNoticeIsDecidedAbout() {
        // Given a notice that takes a minute and a half, and a job that comes to the node meanwhile
        TerminationNotice notice = spot();
        world.clock.add(Duration.ofSeconds(80));
        begun(World.job());
        world.clock.add(Duration.ofSeconds(10));

        // When
        scheduler.hear(notice);
        scheduler.turn();

        // Then
        assertThat(noted().decision()).isEqualTo(Decision.TELL);

        // And the next leader knows of it from the pod
        var next = world.scheduler();
        world.clock.add(Duration.ofSeconds(25));
        agent.loseNode();
        next.turn();
        assertThat(finished().reason()).isEqualTo(EndReason.SPOT_INTERRUPTED);
    }

    @Test
    void aPodThatWasBoundAfterTheEndIsOnAnotherHoweverLateTheNoticeWas() {
        // Given
        TerminationNotice notice = spot();
        world.clock.add(Duration.ofSeconds(125));
        begun(World.job());

        // When
        scheduler.hear(notice);
        scheduler.turn();

        // Then
        assertThat(PodReader.read(world.cluster.pod(FIRST).orElseThrow())
                        .orElseThrow()
                        .facts()
                        .notice())
                .isNull();
    }

    @Test
    void aPodOnANewNodeIsLeftAloneHoweverSoonItHasTheNameOfTheOneThatWent() {
        // Given
        scheduler.hear(world.notice("node-1", NoticeKind.SCALE_DOWN, null));
        world.clock.add(Duration.ofSeconds(20));
        world.nodes.seen(new NodeFacts("node-1", Map.of(), 2000, 8L << 30, world.clock.instant()));
        world.clock.add(Duration.ofSeconds(5));

        // When
        prepared(World.job());
        scheduler.turn();

        // Then
        assertThat(world.cluster.live())
                .singleElement()
                .satisfies(pod -> assertThat(pod.facts().notice()).isNull());

        // And what takes the new node is told apart from what took the old one, though there is a third one by then
        agent.open();
        scheduler.hear(spot());
        world.clock.add(Duration.ofSeconds(20));
        world.nodes.seen(new NodeFacts("node-1", Map.of(), 2000, 8L << 30, world.clock.instant()));
        agent.loseNode();
        scheduler.turn();
        assertThat(finished().reason()).isEqualTo(EndReason.SPOT_INTERRUPTED);
    }

    @Test
    void threeHundredNodesAtOnceCostOneCallForEachJob() {
        // Given
        for (int i = 1; i <= 300; i++) {
            scheduler.take(withId(i));
            var one = new SimulatedAgent(world, "ondes-small-" + i + "-1");
            one.schedule("node-" + i);
        }
        scheduler.watch();
        int before = world.cluster.calls().size();

        // When
        for (int i = 1; i <= 300; i++) {
            scheduler.interruptions.heard(world.notice("node-" + i, NoticeKind.SPOT_INTERRUPTION, TWO_MINUTES));
        }

        // Then
        assertThat(world.cluster.calls().subList(before, before + 300)).containsOnly("annotate pod");
        assertThat(world.cluster.calls()).hasSize(before + 300);
        assertThat(world.cluster.live())
                .hasSize(300)
                .allSatisfy(pod -> assertThat(
                                Objects.requireNonNull(pod.facts().notice()).decision())
                        .isEqualTo(Decision.MOVE_NOW));
    }

    @Test
    void aVariableThatSaysNeitherIsRefusedWithAReason() {
        scheduler.take(World.job("small", World.json("""
                {"id": 4711, "token": "%s", "steps": [{"name": "script", "script": ["true"]}],
                 "variables": [{"key": "ONDES_ON_INTERRUPTION", "value": "resume", "public": true}]}
                """.formatted(FakeGitLab.TOKEN))));

        assertThat(finished().reason()).isEqualTo(EndReason.SETTINGS_INVALID);
        assertThat(world.gitlab.log()).contains("ONDES_ON_INTERRUPTION must be restart or fail");
    }

    private TerminationNotice spot() {
        return world.notice("node-1", NoticeKind.SPOT_INTERRUPTION, TWO_MINUTES);
    }

    private void prepared(JobQueued job) {
        prepared(scheduler, job);
    }

    private void prepared(World.Scheduler by, JobQueued job) {
        by.take(job);
        agent.schedule("node-1");
        agent.prepare();
    }

    private void begun(JobQueued job) {
        begun(scheduler, job);
    }

    private void begun(World.Scheduler by, JobQueued job) {
        prepared(by, job);
        agent.open();
    }

    private PodNotice noted() {
        return Objects.requireNonNull(PodReader.read(world.cluster.pod(FIRST).orElseThrow())
                .orElseThrow()
                .facts()
                .notice());
    }

    private double counted(String name, String tag, String value) {
        return world.meters.get(name).tag(tag, value).counter().count();
    }

    private static JobQueued withId(long id) {
        JobQueued job = World.job();
        return new JobQueued(
                id,
                job.jobName(),
                job.pipelineId(),
                job.projectId(),
                job.projectPath(),
                job.ref(),
                job.jobClass(),
                job.gitlabUrl(),
                job.timeout(),
                job.queuedAt(),
                job.takenAt(),
                job.sealedPayload());
    }

    private JobFinished finished() {
        assertThat(world.events.of(JobFinished.class)).hasSize(1);
        return world.events.of(JobFinished.class).getFirst();
    }
}
