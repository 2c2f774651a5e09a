package dev.ondes.playground.gitlab.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.gitlab.ci.CiFile;
import dev.ondes.playground.gitlab.ci.CiJob;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueTest {
    @ParameterizedTest
    @CsvSource({
        "on_success, SUCCESS, NOW",
        "on_success, SKIPPED, NOW",
        "on_success, FAILED, NEVER",
        "on_success, CANCELED, NEVER",
        "on_success, RUNNING, NOT_YET",
        "on_failure, FAILED, NOW",
        "on_failure, SUCCESS, NEVER",
        "always, FAILED, NOW",
        "always, SKIPPED, NOW",
        "always, CANCELED, NEVER",
        "manual, SUCCESS, BY_HAND",
        "manual, FAILED, NEVER"
    })
    void decidesByWhatStandsBeforeTheJob(String when, CiStatus before, Due expected) {
        assertThat(Due.of(job("{script: echo, when: " + when + "}"), before)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"SUCCESS, NOW", "SKIPPED, NEVER"})
    void isStricterWithNeeds(CiStatus before, Due expected) {
        assertThat(Due.of(job("{script: echo, needs: []}"), before)).isEqualTo(expected);
    }

    private static CiJob job(String yaml) {
        return CiFile.read("test", "job: " + yaml, _ -> Optional.empty()).jobs().getFirst();
    }
}
