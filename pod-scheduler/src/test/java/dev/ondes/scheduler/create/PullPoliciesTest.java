package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.scheduler.world.Classes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullPoliciesTest {
    private static final JobClass SMALL = Classes.small();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                    | IfNotPresent",
                "always                | Always",
                "if-not-present        | IfNotPresent",
                "always if-not-present | Always"
            })
    void areTheJobsWhereItsClassAllowsThem(String asked, String taken) {
        assertThat(PullPolicies.of(words(asked), SMALL)).isEqualTo(taken);
    }

    @Test
    void thatAreNotAllowedAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PullPolicies.of(List.of("always", "never"), SMALL))
                .withMessage("pull_policy never is not allowed for jobs of class small, whose images are pulled by"
                        + " IfNotPresent: leave it out, or say always");
    }

    private static List<String> words(String asked) {
        return asked.isEmpty() ? List.of() : List.of(asked.split(" "));
    }
}
