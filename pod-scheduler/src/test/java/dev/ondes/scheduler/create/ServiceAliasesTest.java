package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ondes.gitlab.JobVariables;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceAliasesTest {
    private static final JobVariables VARIABLES = new JobVariables(
            List.of(JobVariables.plain("NAMES", "one, two"), JobVariables.plain("BRANCH", "feature-7")), "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres                                  | postgres",
                "postgres:16.2                             | postgres",
                "tutum/wordpress:latest                    | tutum-wordpress",
                "registry.test/group/app:1                 | registry.test-group-app",
                "registry.test:5000/group/app              | registry.test-group-app",
                "registry.test:5000/group/app@sha256:c0ffee | registry.test-group-app",
                "postgres:16@sha256:c0ffee                 | postgres",
            })
    void areMadeOfTheImagesNameWhereTheJobNamesNone(String image, String alias) {
        assertThat(ServiceAliases.of(image, List.of(), VARIABLES)).containsExactly(alias);
    }

    @Test
    void thatTheJobNamesComeBeforeTheImages() {
        assertThat(ServiceAliases.of("postgres:16", List.of("db", "main.db", "db"), VARIABLES))
                .containsExactly("db", "main.db", "postgres");
    }

    @Test
    void mayComeFromVariables() {
        assertThat(ServiceAliases.of("redis", List.of("$NAMES", "on-$BRANCH"), VARIABLES))
                .containsExactly("one", "two", "on-feature-7", "redis");
    }

    @ParameterizedTest
    @CsvSource({"my_db", "DB", "-db", "db-", "db..main", "ä"})
    void thatTheJobNamesAndNoHostHasAreRefused(String alias) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceAliases.of("postgres:16", List.of(alias), VARIABLES))
                .withMessage("service postgres:16: its alias '" + alias
                        + "' is no host name: use lower-case letters, digits and '-' alone");
    }

    /** As with gitlab-runner on Kubernetes, such a service is reached by its port alone. */
    @Test
    void ofAnImageWhoseNameIsNoHostNameAreNone() {
        assertThat(ServiceAliases.of("registry.test/my_app", List.of(), VARIABLES))
                .isEmpty();
    }
}
