package dev.ondes.contracts.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "2, 2",
        "2., 2",
        ".5, 0.5",
        "1.5, 1.5",
        "250m, 0.25",
        "5k, 5000",
        "1Ki, 1024",
        "1.5Gi, 1610612736",
        "1E, 1000000000000000000",
        "1e9, 1000000000",
        "2E+3, 2000",
        "15e-1, 1.5"
    })
    void quantitiesMeanWhatTheyMeanToKubernetes(String quantity, BigDecimal amount) {
        assertThat(Spelling.amount(quantity)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "m", "1 Gi", "1gi", "1e", "e3", "1e3Mi", "1.2.3", "-1", "1e100"})
    void whatIsNoneIsRefused(String quantity) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spelling.bytes(quantity))
                .withMessage("must be a quantity of bytes such as 512Mi, 2Gi or 5G");
    }
}
