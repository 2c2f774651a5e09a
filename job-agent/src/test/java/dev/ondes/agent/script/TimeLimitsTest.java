package dev.ondes.agent.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.agent.variables.UnusableVariableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLimitsTest {
    @ParameterizedTest
    @CsvSource({"90s,90000", "10m,600000", "1h30m,5400000", "1.5h,5400000", "100ms,100"})
    void readsGosDurations(String text, long millis) {
        assertThat(TimeLimits.parse("KEY", text).toMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "m", "10 m", "10y", "-5m", "1.2.3s", ".s"})
    void namesTheVariableThatHoldsNone(String text) {
        assertThatThrownBy(() -> TimeLimits.parse("RUNNER_SCRIPT_TIMEOUT", text))
                .isInstanceOf(UnusableVariableException.class)
                .hasMessageContaining("RUNNER_SCRIPT_TIMEOUT");
    }
}
