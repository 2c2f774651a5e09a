package dev.ondes.playground.gitlab.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompositeStatusTest {
    /** A {@code ?} behind a status: the job may fail. */
    private static List<JobState> states(String words) {
        return Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> new JobState(
                        CiStatus.valueOf(word.replace("?", "").toUpperCase(Locale.ROOT)),
                        word.endsWith("?"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "'', SUCCESS",
        "success skipped, SUCCESS",
        "skipped skipped, SKIPPED",
        "manual?, SKIPPED",
        "success manual?, SUCCESS",
        "success manual, MANUAL",
        "success failed?, SUCCESS",
        "failed?, SUCCESS",
        "success failed, FAILED",
        "failed canceled, FAILED",
        "success canceled, CANCELED",
        "created created, CREATED",
        "created pending, PENDING",
        "success pending, RUNNING",
        "success created, RUNNING",
        "failed created, RUNNING",
        "running failed, RUNNING",
        "canceling success, CANCELING",
        "canceling pending, RUNNING"
    })
    void composesAsGitLabDoes(String words, CiStatus expected) {
        assertThat(CompositeStatus.of(states(words))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "success, SUCCESS",
        "success skipped, SKIPPED",
        "success manual?, SKIPPED",
        "failed?, SUCCESS",
        "failed, FAILED"
    })
    void skipsWhatNeedsAJobThatDidNotRun(String words, CiStatus expected) {
        assertThat(CompositeStatus.ofNeeds(states(words))).isEqualTo(expected);
    }
}
