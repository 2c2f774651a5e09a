package dev.ondes.contracts.pod;

import static dev.ondes.contracts.pod.LogFence.FOREIGN;
import static dev.ondes.contracts.pod.LogFence.GATE_OPEN;
import static dev.ondes.contracts.pod.LogFence.PREPARING;
import static dev.ondes.contracts.pod.LogFence.TAKEN_OVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LogFenceTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, PREPARING", "0, 1, GATE_OPEN", "0, 2, TAKEN_OVER", "0, 3, FOREIGN", "0, 4, PREPARING",
        "7, 7, PREPARING", "7, 8, GATE_OPEN", "7, 9, TAKEN_OVER", "7, 10, FOREIGN", "7, 11, PREPARING",
        "7, 6, FOREIGN", "7, 3, FOREIGN", "5000000001, 5000004098, GATE_OPEN"
    })
    void readsAnAttemptsStateFromTheLogsLength(long base, long size, LogFence state) {
        assertThat(LogFence.read(base, size)).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 1", "2, 0, 2", "3, 0, 3", "0, 1, 3", "1, 1, 0", "2, 1, 1", "0, 2, 2", "2, 2, 0"})
    void padsByAsFewInvisiblePiecesAsReachTheState(int size, int state, int pieces) {
        String padding = LogFence.values()[state].padding(0, size);

        assertThat(padding).isEqualTo("\u001b[m".repeat(pieces));
    }

    @ParameterizedTest
    @EnumSource(names = {"PREPARING", "GATE_OPEN", "TAKEN_OVER"})
    void paddingReachesItsStateFromAnyLengthAndOnceThereAddsNothing(LogFence state) {
        long seed = 20260301;
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            long base = random.nextLong(1L << 40);
            long size = base + random.nextLong(1L << 34);

            int padding = state.padding(base, size).getBytes(StandardCharsets.UTF_8).length;

            assertThat(padding).isLessThanOrEqualTo(LogFence.isBorder(size + padding - 12) ? 21 : 9);
            assertThat(LogFence.read(base, size + padding))
                    .as("seed %d, base %d, size %d", seed, base, size)
                    .isEqualTo(state);
            assertThat(state.padding(base, size + padding)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 'över\n'", "0, 7, '\növer\n'", "3, 4, '\növer\n'"})
    void aLineStandsByItselfAndLeavesItsState(long base, long offset, String visible) {
        byte[] line = TAKEN_OVER.line("över", base, offset);

        assertThat(new String(line, StandardCharsets.UTF_8).replace("\u001b[m", ""))
                .isEqualTo(visible);
        assertThat(LogFence.read(base, offset + line.length)).isEqualTo(TAKEN_OVER);
    }

    @ParameterizedTest
    @CsvSource({
        "PREPARING, 100, 103, 100", "PREPARING, 100, 104, 104", "PREPARING, 100, 4207, 4204",
        "GATE_OPEN, 100, 104, 101", "GATE_OPEN, 100, 105, 105", "GATE_OPEN, 131074, 131083, 131083"
    })
    void aLogIsSentAsFarAsItsStateGoes(LogFence state, long base, long end, long last) {
        assertThat(state.lastUpTo(base, end)).isEqualTo(last);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentLeavesItsStateAndEndsBetweenNoTwoChunks(LogFence state) {
        for (long base = 0; base < LogFence.MODULUS; base++) {
            for (long end = LogFence.CHUNK - 8; end < LogFence.CHUNK + 8; end++) {
                long last = state.lastUpTo(base, end);

                assertThat(last).isBetween(end - 2L * LogFence.MODULUS, end);
                assertThat(LogFence.isBorder(last)).isFalse();
                assertThat(LogFence.read(base, last)).isEqualTo(state);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 131072", "3, 131072", "131074, 393216"})
    void aPieceThatIsStoredInPartMayHaveOpenedTheGate(long base, long size) {
        assertThat(LogFence.read(base, size)).isEqualTo(GATE_OPEN);
    }

    @Test
    void anAttemptThatBeginsBetweenTwoChunksPrepares() {
        assertThat(LogFence.read(131072, 131072)).isEqualTo(PREPARING);
    }

    @ParameterizedTest
    @EnumSource
    void paddingLeavesNoStateBetweenTwoChunks(LogFence state) {
        for (long base = 0; base < LogFence.MODULUS; base++) {
            for (long size = LogFence.CHUNK - 30; size < LogFence.CHUNK + 4; size++) {
                long end = size + state.padding(base, size).length();

                assertThat(LogFence.isBorder(end)).isFalse();
                assertThat(LogFence.read(base, end)).isEqualTo(state);
            }
        }
    }

    @Test
    void theStatesOfAnAttemptAreFour() {
        assertThat(LogFence.values())
                .containsExactly(PREPARING, GATE_OPEN, TAKEN_OVER, FOREIGN)
                .hasSize(LogFence.MODULUS);
    }
}
