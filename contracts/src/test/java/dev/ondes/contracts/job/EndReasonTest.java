package dev.ondes.contracts.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class EndReasonTest {
    /** Every GitLab takes these, listed or not. */
    private static final Set<String> ALWAYS_TAKEN =
            Set.of("script_failure", "runner_system_failure", "job_execution_timeout", "unknown_failure");

    /** GitLab's {@code Enums::Ci::CommitStatus} has these for runners as well, in newer versions. */
    private static final Set<String> NEWER = Set.of("runner_configuration_error", "runner_external_dependency_failure");

    @ParameterizedTest
    @EnumSource
    void hasASentenceWithoutFullStop(EndReason reason) {
        assertThat(reason.sentence())
                .matches("[A-Z].*[a-z]")
                .doesNotContain("\n")
                .hasSizeBetween(10, 100);
    }

    @Test
    void noTwoReasonsReadAlike() {
        assertThat(Stream.of(EndReason.values()).map(EndReason::sentence)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SCRIPT_SUCCEEDED")
    void hasAReasonThatGitLabKnows(EndReason reason) {
        if (ALWAYS_TAKEN.contains(reason.gitlabReason())) {
            assertThat(reason.fallbackReason()).isEmpty();
        } else {
            assertThat(reason.gitlabReason()).isIn(NEWER);
            assertThat(reason.fallbackReason()).isIn(ALWAYS_TAKEN);
        }
    }

    @Test
    void aPodIsLostWithItsNodeOrByWhatTookItAlone() {
        assertThat(EndReason.values())
                .filteredOn(EndReason::isLoss)
                .extracting(EndReason::wire)
                .containsExactly(
                        "node-lost",
                        "spot-interrupted",
                        "node-scaled-down",
                        "node-maintenance",
                        "node-drained-by-operator",
                        "pod-evicted",
                        "pod-preempted",
                        "pod-deleted");
    }

    @Test
    void successHasNoReasonForGitLab() {
        assertThat(EndReason.SCRIPT_SUCCEEDED.gitlabReason()).isEmpty();
        assertThat(Stream.of(EndReason.values()).filter(reason -> reason.outcome() == Outcome.SUCCEEDED))
                .containsExactly(EndReason.SCRIPT_SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource
    void systemFailuresAreTheOnesThatRetryRulesSeeAsSuch(EndReason reason) {
        boolean system = reason.gitlabReason(List.of()).equals("runner_system_failure");
        assertThat(system).isEqualTo(reason.outcome() == Outcome.SYSTEM_FAILED);
    }

    @Test
    void fallsBackWhereGitLabDoesNotListAReason() {
        assertThat(EndReason.IMAGE_NOT_FOUND.gitlabReason(List.of("script_failure", "runner_configuration_error")))
                .isEqualTo("runner_configuration_error");
        assertThat(EndReason.IMAGE_NOT_FOUND.gitlabReason(List.of("script_failure")))
                .isEqualTo("script_failure");
        assertThat(EndReason.JOB_TIMEOUT.gitlabReason(List.of())).isEqualTo("job_execution_timeout");
    }

    @Test
    void aNodeTakenByTheCloudIsToldFromOneRemovedByTheAutoscaler() {
        assertThat(List.of(
                        EndReason.SPOT_INTERRUPTED,
                        EndReason.NODE_SCALED_DOWN,
                        EndReason.NODE_MAINTENANCE,
                        EndReason.NODE_DRAINED_BY_OPERATOR))
                .allSatisfy(reason -> assertThat(reason.gitlabReason()).isEqualTo("runner_system_failure"))
                .extracting(EndReason::wire)
                .containsExactly(
                        "spot-interrupted", "node-scaled-down", "node-maintenance", "node-drained-by-operator");
    }
}
