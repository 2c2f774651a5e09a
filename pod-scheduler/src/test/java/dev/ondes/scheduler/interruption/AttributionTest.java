package dev.ondes.scheduler.interruption;

import static dev.ondes.scheduler.ends.Facts.CREATED;
import static dev.ondes.scheduler.ends.Facts.ended;
import static dev.ondes.scheduler.ends.Facts.failed;
import static dev.ondes.scheduler.ends.Facts.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.scheduler.ends.Facts;
import dev.ondes.scheduler.ends.Verdict;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.Decision;
import dev.ondes.scheduler.pods.NodeNotice;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributionTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "SPOT_INTERRUPTION, SPOT_INTERRUPTED",
        "REBALANCE_RECOMMENDED, SPOT_INTERRUPTED",
        "SCALE_DOWN, NODE_SCALED_DOWN",
        "CONSOLIDATION, NODE_SCALED_DOWN",
        "MAINTENANCE, NODE_MAINTENANCE",
        "DRAIN_REQUESTED, NODE_DRAINED_BY_OPERATOR",
        "INSTANCE_STOPPING, NODE_LOST",
        "INSTANCE_UNHEALTHY, NODE_LOST",
        "NODE_SILENT, NODE_LOST"
    })
    void aLostNodeIsPutDownToItsNotice(NoticeKind kind, EndReason reason) {
        var pod = failed().disrupted("DeletionByPodGC", "");

        assertThat(reason(EndReason.NODE_LOST, pod, notice(kind, CREATED, CREATED.plusSeconds(120))))
                .isEqualTo(reason);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"INSTANCE_STOPPING, NODE_LOST", "INSTANCE_UNHEALTHY, NODE_LOST", "NODE_DELETED, AGENT_LOST"})
    void anAgentThatDiesWithItsMachineIsPutDownToWhatWasHeardOfTheMachine(NoticeKind kind, EndReason reason) {
        var pod = failed().agent(ended(137, "Error"));

        assertThat(reason(EndReason.AGENT_LOST, pod, notice(kind, CREATED, CREATED)))
                .isEqualTo(reason);
    }

    static Stream<Arguments> deaths() {
        return Stream.of(
                arguments(
                        "evicted by a drain",
                        EndReason.POD_EVICTED,
                        failed().disrupted("EvictionByEvictionAPI", ""),
                        true),
                arguments("deleted", EndReason.POD_DELETED, failed().deleted(CREATED), true),
                arguments("agent killed", EndReason.AGENT_LOST, failed().agent(ended(137, "Error")), true),
                arguments("unknown", EndReason.UNKNOWN, failed(), true),
                arguments("agent's memory", EndReason.AGENT_LOST, failed().agent(ended(137, "OOMKilled")), false),
                arguments(
                        "node pressure",
                        EndReason.POD_EVICTED,
                        failed().because("Evicted", "The node was low on resource: memory."),
                        false),
                arguments(
                        "kubelet's doing",
                        EndReason.POD_EVICTED,
                        failed().disrupted("TerminationByKubelet", "memory"),
                        false),
                arguments("out of memory", EndReason.OUT_OF_MEMORY, failed(), false),
                arguments("deadline", EndReason.JOB_TIMEOUT, failed(), false),
                arguments("preempted", EndReason.POD_PREEMPTED, failed(), false),
                arguments("build container killed", EndReason.BUILD_CONTAINER_LOST, failed(), true),
                arguments(
                        "build container's memory",
                        EndReason.BUILD_CONTAINER_LOST,
                        failed().build(ended(137, "OOMKilled")),
                        false));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("deaths")
    void onlyWhatANodesEndBringsAbout(String name, EndReason shown, Facts pod, boolean explained) {
        var notice = notice(NoticeKind.SPOT_INTERRUPTION, CREATED, CREATED.plusSeconds(120));

        assertThat(reason(shown, pod, notice)).isEqualTo(explained ? EndReason.SPOT_INTERRUPTED : shown);
    }

    static Stream<Arguments> killedBeforeAnUncertainEnd() {
        return Stream.of(
                arguments("alone", failed().build(ended(137, "Error")), false),
                arguments("alone, and its agent tells", failed().report(EndReason.BUILD_CONTAINER_LOST, false), false),
                arguments(
                        "alone, and we removed the rest",
                        failed().marked(EndReason.BUILD_CONTAINER_LOST).agent(ended(137, "Error")),
                        false),
                arguments("with its agent", failed().agent(ended(137, "Error")), true));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("killedBeforeAnUncertainEnd")
    void whatAScriptCanDoItselfIsPutDownToACertainEndOnly(String name, Facts pod, boolean explained) {
        var notice = notice(NoticeKind.REBALANCE_RECOMMENDED, CREATED, CREATED.plusSeconds(120));

        assertThat(reason(EndReason.BUILD_CONTAINER_LOST, pod, notice))
                .isEqualTo(explained ? EndReason.SPOT_INTERRUPTED : EndReason.BUILD_CONTAINER_LOST);
    }

    @ParameterizedTest(name = "lost at {0} s, said at {1} s, deadline {2} s: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "60,   0,   120, true",
                "0,    300, 300, true",
                "0,    301, 301, false",
                "420,  0,   120, true",
                "421,  0,   120, false",
                "7200, 0,   -,   true"
            })
    void aNoticeExplainsLossesFromFiveMinutesBeforeItUntilFiveAfterItsDeadline(
            long lost, long said, @Nullable Long deadline, boolean explained) {
        Instant at = CREATED.plusSeconds(lost);
        var notice = notice(
                NoticeKind.SCALE_DOWN,
                CREATED.plusSeconds(said),
                deadline == null ? null : CREATED.plusSeconds(deadline));

        var dead = Attribution.of(
                new Verdict.Dead(EndReason.NODE_LOST, null),
                failed().deleted(at).get(),
                Optional.of(notice),
                at);

        assertThat(dead.reason()).isEqualTo(explained ? EndReason.NODE_SCALED_DOWN : EndReason.NODE_LOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"})
    void anEndThatNobodySawIsPutDownToItsNodeAsWell(Instant toldEnd) {
        var pod = failed().agent(new ContainerFacts.Terminated(255, "Unknown", "", null, toldEnd));

        assertThat(reason(
                        EndReason.NODE_LOST,
                        pod,
                        notice(NoticeKind.SPOT_INTERRUPTION, CREATED, CREATED.plusSeconds(120))))
                .isEqualTo(EndReason.SPOT_INTERRUPTED);
    }

    @Test
    void whatStandsOnThePodIsEnough() {
        var pod = failed().noticed(NoticeKind.SCALE_DOWN, Decision.TELL);

        assertThat(reason(EndReason.NODE_LOST, pod, null)).isEqualTo(EndReason.NODE_SCALED_DOWN);
    }

    @Test
    void aWithdrawnNoticeExplainsNothing() {
        var pod = failed().noticed(NoticeKind.SCALE_DOWN, Decision.STAY);

        assertThat(reason(EndReason.NODE_LOST, pod, null)).isEqualTo(EndReason.NODE_LOST);
    }

    @Test
    void aJobLostWithoutANoticeKeepsWhatItsPodShows() {
        assertThat(reason(EndReason.NODE_LOST, running(), null)).isEqualTo(EndReason.NODE_LOST);
    }

    private static EndReason reason(EndReason shown, Facts pod, @Nullable NodeNotice notice) {
        return Attribution.of(
                        new Verdict.Dead(shown, null), pod.get(), Optional.ofNullable(notice), CREATED.plusSeconds(130))
                .reason();
    }

    private static NodeNotice notice(NoticeKind kind, Instant at, @Nullable Instant deadline) {
        return new NodeNotice("n", "node-1", kind, at, deadline, null, null);
    }
}
