package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {
    private static final Clock OURS = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Call CALL = Call.ofOwner("GET", "/jobs", new Secret("glpat-token"), Duration.ofSeconds(1));

    private static Reply reply(int status, Map<String, @Nullable String> valueByHeader) {
        Map<String, List<String>> headers = new HashMap<>();
        valueByHeader.forEach((header, value) -> {
            if (value != null) {
                headers.put(header, List.of(value));
            }
        });
        return new Reply(CALL, status, HttpHeaders.of(headers, (header, value) -> true), new byte[0]);
    }

    @ParameterizedTest(name = "{0} at {1}: reset {2}, retry after {3}: {4} s")
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '"',
            value = {
                "429, -, \"Sun, 01 Mar 2026 12:00:42 GMT\", 11, 42",
                "429, -, \"Sun, 01 Mar 2026 11:59:59 GMT\",  2,  2",
                "429, -, tomorrow, 4, 4",
                "429, -, -, -, 3",
                "503, -, -, 7, 7",
                "502, -, -, -, -",
                "404, -, -, 7, -",
                // The server's clock is an hour ahead of ours, or behind.
                "429, \"Sun, 01 Mar 2026 13:00:00 GMT\", \"Sun, 01 Mar 2026 13:00:42 GMT\", -, 42",
                "429, \"Sun, 01 Mar 2026 11:00:00 GMT\", \"Sun, 01 Mar 2026 11:00:42 GMT\", -, 42",
                "429, \"Sun, 01 Mar 2026 13:00:00 GMT\", \"Sun, 01 Mar 2026 12:59:59 GMT\", 5, 5",
                "429, soon, \"Sun, 01 Mar 2026 12:00:42 GMT\", -, 42"
            })
    void tellsHowLongToStayAway(int status, String date, String reset, String retryAfter, Long seconds) {
        Map<String, @Nullable String> headers = new HashMap<>();
        headers.put("Date", date);
        headers.put("RateLimit-ResetTime", reset);
        headers.put("Retry-After", retryAfter);

        Duration told = reply(status, headers).throttled(OURS);

        assertThat(told).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @ParameterizedTest(name = "{0} of type {1}, Job-Status {2}: not from GitLab {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "403, application/json,                -,        false",
                "404, application/json; charset=utf-8, -,        false",
                "403, -,                               canceled, false",
                "401, -,                               -,        true",
                "403, -,                               -,        true",
                "404, text/plain,                      -,        true",
                "404, text/html,                       -,        true",
                "201, text/html,                       -,        true",
                // Workhorse's own words.
                "413, text/plain,                      -,        false",
                "204, -,                               -,        false",
            })
    void tellsGitLabFromAProxy(int status, String type, String jobStatus, boolean foreign) {
        Map<String, @Nullable String> headers = new HashMap<>();
        headers.put("Content-Type", type);
        headers.put("Job-Status", jobStatus);

        assertThat(reply(status, headers).foreign()).isEqualTo(foreign);
    }
}
