package dev.ondes.scheduler.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.job.CapacityType;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.pods.BuildSize;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.PodFacts;
import dev.ondes.scheduler.pods.PullRound;
import dev.ondes.scheduler.pods.Requests;
import dev.ondes.scheduler.pods.Spent;
import dev.ondes.scheduler.world.World;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextAttemptTest {
    private static final JobClass BOTH = World.classes().classes().getFirst();

    @ParameterizedTest(name = "attempt {0} on {1} lost by {2} on {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "1, SPOT,      NODE_LOST,     SPOT ON_DEMAND, 2 SPOT",
                "2, SPOT,      NODE_LOST,     SPOT ON_DEMAND, 3 ON_DEMAND",
                "3, ON_DEMAND, NODE_LOST,     SPOT ON_DEMAND, -",
                "2, SPOT,      POD_EVICTED,   SPOT,           3 SPOT",
                "1, ON_DEMAND, AGENT_LOST,    SPOT ON_DEMAND, 2 ON_DEMAND",
                "1, SPOT,      UNSCHEDULABLE, SPOT ON_DEMAND, 2 ON_DEMAND",
                "2, ON_DEMAND, UNSCHEDULABLE, SPOT ON_DEMAND, -",
                "1, SPOT,      UNSCHEDULABLE, SPOT,           -",
                "1, SPOT,      NODE_LOST,     ON_DEMAND,      2 ON_DEMAND",
                "1, SPOT,      OUT_OF_MEMORY, SPOT ON_DEMAND, -",
                "1, SPOT,      JOB_TIMEOUT,   SPOT ON_DEMAND, 2 SPOT",
                "2, SPOT,      SERVICE_FAILED, SPOT ON_DEMAND, 3 SPOT",
                "3, SPOT,      SERVICE_FAILED, SPOT ON_DEMAND, -"
            })
    void follows(int attempt, CapacityType on, EndReason reason, String order, String next) {
        assertThat(NextAttempt.after(pod(attempt, on), reason, withOrder(order)))
                .isEqualTo(Optional.ofNullable(next).map(NextAttemptTest::attempt));
    }

    @Test
    void onlyWhatCanHappenToAnyPodIsRunAgain() {
        var again = Arrays.stream(EndReason.values())
                .filter(reason -> NextAttempt.after(pod(1, CapacityType.SPOT), reason, BOTH)
                        .isPresent())
                .collect(Collectors.toSet());

        assertThat(again)
                .containsExactlyInAnyOrder(
                        EndReason.NODE_LOST,
                        EndReason.SERVICE_FAILED,
                        EndReason.SPOT_INTERRUPTED,
                        EndReason.NODE_SCALED_DOWN,
                        EndReason.NODE_MAINTENANCE,
                        EndReason.NODE_DRAINED_BY_OPERATOR,
                        EndReason.POD_EVICTED,
                        EndReason.POD_PREEMPTED,
                        EndReason.POD_DELETED,
                        EndReason.POD_REFUSED,
                        EndReason.IMAGE_PULL_FAILED,
                        EndReason.JOB_TIMEOUT,
                        EndReason.UNSCHEDULABLE,
                        EndReason.BUILD_CONTAINER_LOST,
                        EndReason.AGENT_LOST,
                        EndReason.SECRETS_FAILED,
                        EndReason.SOURCES_FAILED,
                        EndReason.ARTIFACTS_DOWNLOAD_FAILED,
                        EndReason.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "ONLY,   IMAGE_NOT_FOUND,   false, false",
        "ONLY,   IMAGE_PULL_FAILED, true,  false",
        "FIRST,  IMAGE_NOT_FOUND,   true,  true",
        "FIRST,  IMAGE_PULL_FAILED, true,  true",
        "FIRST,  NODE_LOST,         true,  false",
        "FIRST,  OUT_OF_MEMORY,     false, false",
        "SECOND, IMAGE_NOT_FOUND,   false, true",
        "SECOND, IMAGE_PULL_FAILED, true,  true",
        "SECOND, NODE_LOST,         true,  true",
    })
    void anImageIsPulledByItsSecondPolicyWhereTheFirstHasFailed(
            PullRound round, EndReason reason, boolean follows, boolean bySecond) {
        JobPod lost = pod(1, CapacityType.SPOT, round);

        assertThat(NextAttempt.after(lost, reason, BOTH).isPresent()).isEqualTo(follows);
        assertThat(NextAttempt.pullsAgain(lost, reason)).isEqualTo(bySecond);
    }

    private static NextAttempt attempt(String text) {
        String[] parts = text.split(" ");
        return new NextAttempt(Integer.parseInt(parts[0]), CapacityType.valueOf(parts[1]));
    }

    private static JobClass withOrder(String order) {
        List<CapacityType> types =
                Arrays.stream(order.split(" ")).map(CapacityType::valueOf).toList();
        return new JobClass(
                BOTH.name(),
                null,
                BOTH.limit(),
                BOTH.namespace(),
                BOTH.image(),
                BOTH.build(),
                BOTH.agent(),
                BOTH.service(),
                types,
                BOTH.fallbackAfter(),
                BOTH.unschedulableAfter(),
                BOTH.variables(),
                BOTH.pullPolicies(),
                BOTH.pullSecrets(),
                BOTH.terminationGrace(),
                null,
                false,
                BOTH.security(),
                BOTH.pod(),
                BOTH.allowance());
    }

    private static JobPod pod(int attempt, CapacityType capacity) {
        return pod(attempt, capacity, PullRound.ONLY);
    }

    private static JobPod pod(int attempt, CapacityType capacity, PullRound round) {
        var unknown = new ContainerFacts.Unknown();
        var facts = new PodFacts(
                PodFacts.Phase.FAILED,
                "",
                "",
                "node-1",
                "",
                Instant.EPOCH,
                null,
                null,
                null,
                unknown,
                unknown,
                List.of(),
                null,
                null,
                null,
                false);
        return new JobPod(
                "ci",
                "p",
                "u",
                World.job(),
                attempt,
                capacity,
                "gcc:14",
                0,
                null,
                "",
                List.of(),
                facts,
                List.of(),
                new Requests(0, 0),
                BuildSize.UNSAID,
                new Spent.Nothing(),
                false,
                null,
                Set.of(),
                false,
                round,
                "",
                0);
    }
}
