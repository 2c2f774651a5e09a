package dev.ondes.agent.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.gitlab.JobVariables;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheOptionsTest {
    private static CacheOptions options(String key, String value) {
        return CacheOptions.of(new JobVariables(List.of(JobVariables.plain(key, value)), ""));
    }

    @Test
    void areGitLabRunnersWhereNothingIsSaid() {
        assertThat(options("OTHER", "1")).isEqualTo(new CacheOptions(1, Duration.ofMinutes(10), 5L << 30, -1));
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "0, 1", "11, 10", "often, 1", "-2, 1"})
    void takeBetweenOneAndTenTries(String value, int tries) {
        assertThat(options("RESTORE_CACHE_ATTEMPTS", value).restoreTries()).isEqualTo(tries);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "0, 10", "soon, 10", "99999999, 1440"})
    void takeMinutesForATransfer(String value, int minutes) {
        assertThat(options("CACHE_REQUEST_TIMEOUT", value).transferLimit()).isEqualTo(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "0, 5368709120", "9999999999999, 5368709120", "much, 5368709120"})
    void takeBytesForAnUploadAndNoMoreThanS3Does(String value, long bytes) {
        assertThat(options("CACHE_MAX_UPLOADED_ARCHIVE_SIZE", value).uploadLimit())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"fastest, 1", "Fast, 3", "default, -1", "slow, 7", "slowest, 9", "other, -1"})
    void takeALevelByItsName(String value, int level) {
        assertThat(options("CACHE_COMPRESSION_LEVEL", value).level()).isEqualTo(level);
    }
}
