package dev.ondes.playground.gitlab.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableExpansionTest {
    private static final List<JobVariable> KNOWN = List.of(
            JobVariable.open("NAME", "world"),
            JobVariable.open("GREETING", "hello $NAME"),
            new JobVariable("RAW", "$NAME", true, false, false, true),
            new JobVariable("FILE", "content", true, false, true, false),
            JobVariable.open("ROUND", "$TRIP"),
            JobVariable.open("TRIP", "$ROUND"));

    @ParameterizedTest
    @CsvSource({
        "$NAME, world",
        "${NAME}s, worlds",
        "%NAME%, world",
        "$GREETING!, hello world!",
        "$UNKNOWN ${UNKNOWN}, $UNKNOWN ${UNKNOWN}",
        "$$NAME, $$NAME",
        "$RAW, $NAME",
        "$FILE, $FILE",
        "100%, 100%"
    })
    void expandsWhatGitLabKnowsAndLeavesTheRest(String value, String expected) {
        var all = new java.util.ArrayList<>(KNOWN);
        all.add(JobVariable.open("TESTED", value));

        assertThat(VariableExpansion.expand(all).getLast().value()).isEqualTo(expected);
    }

    @Test
    void endsInACycle() {
        assertThat(VariableExpansion.expand(KNOWN))
                .extracting(JobVariable::value)
                .contains("$ROUND", "$TRIP");
    }
}
