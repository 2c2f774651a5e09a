package dev.ondes.contracts.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BuildReasonTest {
    @ParameterizedTest
    @CsvSource({
        "BUILT, 0, false",
        "RUN_FAILED, 1, false",
        "OUT_OF_MEMORY, 1, false",
        "CONTEXT_INVALID, 2, false",
        "NOT_ALLOWED, 3, false",
        "NODE_LOST, 4, true",
        "RATE_LIMITED, 4, true",
        "TIMED_OUT, 5, false",
        "CANCELED, 6, false"
    })
    void theExitCodeSaysWhoseDoingItWas(BuildReason reason, int exitCode, boolean retryable) {
        assertThat(reason.outcome().exitCode()).isEqualTo(exitCode);
        assertThat(reason.retryable()).isEqualTo(retryable);
    }

    @ParameterizedTest
    @EnumSource
    void theSentenceIsOneForPeople(BuildReason reason) {
        assertThat(reason.sentence()).matches("[A-Z].*[a-z]").doesNotContain(";");
    }

    @Test
    void aReasonOfANewerVersionIsUnknown() {
        assertThat(BuildReason.ofWire("struck-by-lightning")).isEqualTo(BuildReason.UNKNOWN);
    }
}
