package dev.ondes.dispatcher.lost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenJobsTest {
    private static final int REMEMBERED = 10;

    @TempDir
    Path folder;

    @Test
    void keepsAJobThatStillRunsHoweverManyCameAfterIt() throws IOException {
        GivenJobs given = open();
        given.complete(List.of());
        for (long id = 1; id <= 40; id++) {
            given.add(id);
            given.forgetEnded(Set.of(1L));
        }

        assertThat(given.contains(1)).isTrue();
        assertThat(open().contains(1)).as("after a restart").isTrue();
    }

    @Test
    void forgetsOldJobsThatHaveEndedAndTheFileStaysSmall() throws IOException {
        GivenJobs given = open();
        given.complete(List.of());
        for (long id = 1; id <= 40; id++) {
            given.add(id);
            given.forgetEnded(Set.of());
        }

        assertThat(given.contains(1)).isFalse();
        assertThat(Files.readAllLines(folder.resolve("given"))).hasSizeLessThanOrEqualTo(REMEMBERED);
    }

    @Test
    void neverForgetsTheNewestThoughGitLabDoesNotShowThemYet() throws IOException {
        GivenJobs given = open();
        given.complete(List.of());
        for (long id = 1; id <= REMEMBERED + 1; id++) {
            given.add(id);
        }

        given.forgetEnded(Set.of());

        assertThat(LongStream.rangeClosed(REMEMBERED / 2 + 1, REMEMBERED + 1).allMatch(given::contains))
                .isTrue();
    }

    private GivenJobs open() throws IOException {
        return GivenJobs.open(folder.resolve("given"), REMEMBERED);
    }
}
