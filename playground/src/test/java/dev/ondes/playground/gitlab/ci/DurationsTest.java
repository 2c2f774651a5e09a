package dev.ondes.playground.gitlab.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3600                  | PT1H
            50s                   | PT50S
            1h 30m                | PT1H30M
            3 hours 30 minutes    | PT3H30M
            3h30m                 | PT3H30M
            2 weeks and 2 days    | PT384H
            1 month               | PT720H
            1.5 hours             | PT1H30M
            """)
    void readsGitLabsWords(String words, Duration expected) {
        assertThat(Durations.parse(words)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "3 parsecs", "-5m", "5m later"})
    void knowsWhatIsNoLengthOfTime(String words) {
        assertThat(Durations.parse(words)).isEmpty();
    }
}
