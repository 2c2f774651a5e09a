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
                "''                     | IfNotPresent              | IfNotPresent | IfNotPresent",
                "''                     | Always                    | Always       | Always",
                "''                     | Always IfNotPresent       | Always       | IfNotPresent",
                "''                     | IfNotPresent Always       | IfNotPresent | IfNotPresent",
                "always                 | IfNotPresent              | Always       | Always",
                "if-not-present         | IfNotPresent              | IfNotPresent | IfNotPresent",
                "if-not-present         | Always IfNotPresent       | IfNotPresent | IfNotPresent",
                "always if-not-present  | IfNotPresent              | Always       | IfNotPresent",
                "always always          | IfNotPresent              | Always       | Always",
                "always never           | Never                     | Always       | Never",
                "never                  | Never                     | Never        | Never",
                "never always           | Never                     | IfNotPresent | IfNotPresent",
                "never if-not-present   | Never IfNotPresent        | IfNotPresent | IfNotPresent"
            })
    void areTheJobsWhereItsClassAllowsThem(String asked, String ofClass, String first, String then) {
        PullPolicies policies = PullPolicies.of(words(asked), Classes.withPullPolicies(words(ofClass)));

        assertThat(policies.policy(false)).isEqualTo(first);
        assertThat(policies.policy(true)).isEqualTo(then);
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
