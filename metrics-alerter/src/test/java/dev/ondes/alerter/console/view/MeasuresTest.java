package dev.ondes.alerter.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.alerts.Signal;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuresTest {
    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "123456789, 117.7 MiB", "5497558138880, 5 TiB"})
    void sizesHaveOneUnit(long bytes, String text) {
        assertThat(Measures.size(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"12.404, 12.40 USD", "0.00012, 0.0001 USD", "0, 0.00 USD", "-0.5, -0.50 USD", "0.074, 0.0740 USD"})
    void smallAmountsSaySomething(BigDecimal amount, String text) {
        assertThat(Measures.money(amount, "USD")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 %", "0.000001, <1 %", "0.0099, <1 %", "0.01, 1 %", "0.985, 99 %", "0.9999, >99 %", "1, 100 %"})
    void aShareThatIsThereIsNeverNoneAndNeverAllWhereSomethingLacks(double part, String text) {
        assertThat(Measures.share(part)).isEqualTo(text);
    }

    @Test
    void aValueHasTheUnitOfItsSignal() {
        assertThat(Measures.of(new Signal.OldestPending(), 1080)).isEqualTo("18m");
        assertThat(Measures.of(new Signal.SystemFailures(Duration.ofMinutes(10), 10), 0.125))
                .isEqualTo("12.5 %");
        assertThat(Measures.of(new Signal.Pending(), 1)).isEqualTo("1 job");
        assertThat(Measures.of(new Signal.DeadLetters(), 1234)).isEqualTo("1\u202f234 messages");
    }
}
