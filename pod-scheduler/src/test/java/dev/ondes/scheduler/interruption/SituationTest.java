package dev.ondes.scheduler.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.scheduler.pods.Decision;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SituationTest {

    @ParameterizedTest(name = "{0}, {1} s left, begun {2}, restart {3}, another {4}, usually {5} s more: {6}")
    @CsvSource(nullValues = "-", textBlock = """
            # before the script
            SPOT_INTERRUPTION,     120, no,  no,  yes, -,    MOVE_NOW
            SPOT_INTERRUPTION,     120, no,  yes, yes, -,    MOVE_NOW
            SPOT_INTERRUPTION,     120, no,  no,  yes, 10,   MOVE_NOW
            SPOT_INTERRUPTION,     120, no,  no,  no,  -,    TELL
            SCALE_DOWN,            -,   no,  no,  yes, -,    MOVE_NOW
            DRAIN_REQUESTED,       -,   no,  no,  yes, -,    MOVE_NOW
            NODE_DELETED,          -,   no,  no,  yes, -,    MOVE_NOW
            INSTANCE_STOPPING,     0,   no,  no,  yes, -,    MOVE_NOW
            MAINTENANCE,           7200, no, no,  yes, -,    FINISH
            # its script runs
            SPOT_INTERRUPTION,     120, yes, no,  yes, 30,   FINISH
            SPOT_INTERRUPTION,     120, yes, yes, yes, 30,   FINISH
            SPOT_INTERRUPTION,     120, yes, yes, yes, 115,  FINISH
            SPOT_INTERRUPTION,     120, yes, yes, yes, 116,  MOVE_NOW
            SPOT_INTERRUPTION,     120, yes, yes, yes, -,    MOVE_NOW
            SPOT_INTERRUPTION,     120, yes, yes, no,  600,  TELL
            SPOT_INTERRUPTION,     120, yes, no,  yes, 600,  TELL
            SPOT_INTERRUPTION,     120, yes, no,  yes, -,    TELL
            SPOT_INTERRUPTION,     -5,  yes, no,  yes, 1,    TELL
            SPOT_INTERRUPTION,     -5,  yes, yes, yes, 1,    MOVE_NOW
            MAINTENANCE,           7200, yes, yes, yes, -,   FINISH
            DRAIN_REQUESTED,       -,   yes, yes, yes, -,    TELL
            SCALE_DOWN,            -,   yes, yes, yes, 10,   TELL
            GROUP_SCALE_IN,        300, yes, no,  yes, 200,  FINISH
            # nothing is sure
            REBALANCE_RECOMMENDED, -,   yes, yes, yes, 3600, TELL
            REBALANCE_RECOMMENDED, -,   no,  no,  yes, -,    TELL
            REBALANCE_RECOMMENDED, -,   no,  no,  yes, 600,  TELL
            REBALANCE_RECOMMENDED, -,   no,  no,  yes, 601,  MOVE_NOW
            SCALE_DOWN_CANDIDATE,  -,   no,  yes, yes, 3600, TELL
            NODE_SILENT,           -,   no,  yes, yes, -,    TELL
            UNKNOWN,               60,  yes, yes, yes, -,    TELL
            """)
    void decides(
            NoticeKind kind,
            @Nullable Long left,
            String begun,
            String restart,
            String another,
            @Nullable Long usualRest,
            Decision decision) {
        var job = new Situation(
                kind,
                seconds(left),
                begun.equals("yes"),
                restart.equals("yes"),
                another.equals("yes"),
                1,
                seconds(usualRest),
                Duration.ofHours(1));

        assertThat(job.decide()).isEqualTo(decision);
    }

    @ParameterizedTest(name = "attempt {0}: {1}")
    @CsvSource({"1, MOVE_NOW", "2, TELL"})
    void aRecommendationMovesAJobOnce(int attempt, Decision decision) {
        var job = new Situation(
                NoticeKind.REBALANCE_RECOMMENDED,
                null,
                false,
                false,
                true,
                attempt,
                Duration.ofHours(1),
                Duration.ofHours(2));

        assertThat(job.decide()).isEqualTo(decision);
    }

    private static @Nullable Duration seconds(@Nullable Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
