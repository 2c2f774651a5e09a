package dev.ondes.contracts.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticeKindTest {

    @ParameterizedTest
    @EnumSource
    void hasASentenceWithoutFullStop(NoticeKind kind) {
        assertThat(kind.sentence()).matches("[A-Z].*[a-z]").hasSizeBetween(10, 100);
    }

    @Test
    void noTwoKindsReadAlike() {
        assertThat(Stream.of(NoticeKind.values()).map(NoticeKind::sentence)).doesNotHaveDuplicates();
    }

    @Test
    void scaleDownIsNotSpot() {
        assertThat(NoticeKind.SPOT_INTERRUPTION.cause()).isEqualTo(LossCause.SPOT);
        assertThat(Stream.of(NoticeKind.values()).filter(kind -> kind.cause() == LossCause.SCALE_DOWN))
                .containsExactly(
                        NoticeKind.GROUP_SCALE_IN,
                        NoticeKind.SCALE_DOWN,
                        NoticeKind.SCALE_DOWN_CANDIDATE,
                        NoticeKind.CONSOLIDATION);
    }

    @Test
    void onlyWhoAsksTheClusterIsAnOperator() {
        assertThat(Stream.of(NoticeKind.values()).filter(kind -> kind.cause() == LossCause.OPERATOR))
                .as("a machine that stops may be taken by the cloud")
                .containsExactly(NoticeKind.DRAIN_REQUESTED);
    }

    @Test
    void whatMayComeToNothingIsNotCertain() {
        assertThat(Stream.of(NoticeKind.values()).filter(kind -> !kind.certain()))
                .containsExactly(
                        NoticeKind.REBALANCE_RECOMMENDED,
                        NoticeKind.SCALE_DOWN_CANDIDATE,
                        NoticeKind.NODE_SILENT,
                        NoticeKind.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource
    void aCausesTaintIsAValidKeyThatClusterAutoscalerLeavesOutOfItsTemplates(LossCause cause) {
        assertThat(NodeMarks.taint(cause)).startsWith("status-taint.cluster-autoscaler.kubernetes.io/ondes-");
        assertThat(NodeMarks.taint(cause).split("/")[1])
                .matches("[a-z]+(-[a-z]+)*")
                .hasSizeLessThan(64);
    }
}
