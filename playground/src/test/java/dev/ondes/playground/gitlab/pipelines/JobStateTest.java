package dev.ondes.playground.gitlab.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.playground.gitlab.ci.AllowFailure;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobStateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void refusesWhatGitLabHasNoTransitionFor() {
        JobState ended = JobState.created(new AllowFailure(false, List.of()))
                .pending(NOW)
                .canceled(NOW);

        assertThatThrownBy(() -> ended.pending(NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A job that is canceled can't become pending");
    }

    @Test
    void knowsOfNoStatusAfterAnEndButForASkippedJob() {
        for (CiStatus status : CiStatus.values()) {
            if (status.completed() && status != CiStatus.SKIPPED) {
                assertThat(CiStatus.values()).noneMatch(status::canBecome);
            }
        }
    }
}
