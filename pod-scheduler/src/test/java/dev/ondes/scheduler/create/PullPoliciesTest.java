package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullPoliciesTest {
    private static final JobClass SMALL = World.classes().classes().getFirst();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                           | IfNotPresent",
                "[\"always\"]                   | Always",
                "[\"if-not-present\"]           | IfNotPresent",
                "[\"always\", \"if-not-present\"] | Always"
            })
    void areTheJobsWhereItsClassAllowsThem(String asked, String taken) {
        assertThat(PullPolicies.of(payload(asked), SMALL)).isEqualTo(taken);
    }

    @Test
    void thatAreNotAllowedAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PullPolicies.of(payload("[\"always\", \"never\"]"), SMALL))
                .withMessage("pull_policy never is not allowed for jobs of class small, whose images are pulled by"
                        + " IfNotPresent: leave it out, or say always");
    }

    private static JobPayload payload(String policies) {
        return JobPayload.parse(World.json("""
                {"id": 1, "token": "t", "steps": [{"name": "script", "script": ["true"]}],
                 "image": {"name": "gcc:14", "pull_policy": %s}}
                """.formatted(policies)));
    }
}
