package dev.ondes.agent.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.agent.script.ScriptEnd;
import dev.ondes.agent.script.StopCause;
import dev.ondes.contracts.job.EndReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobEndTest {
    @ParameterizedTest
    @CsvSource({
        // cause, code, after, kills, canceled, afterCounts, reason, exit code
        "NONE,             0,  ,  0, false, false, SCRIPT_SUCCEEDED,     0",
        "NONE,             0,  1, 0, false, false, SCRIPT_SUCCEEDED,     0",
        "NONE,             0,  1, 0, false, true,  SCRIPT_FAILED,        1",
        "NONE,             3,  0, 0, false, true,  SCRIPT_FAILED,        3",
        "NONE,             137,,  0, false, false, SCRIPT_FAILED,        137",
        "NONE,             137,,  2, false, false, OUT_OF_MEMORY,        137",
        "NONE,             2,  ,  1, false, false, SCRIPT_FAILED,        2",
        "NONE,              ,  ,  0, false, false, BUILD_CONTAINER_LOST, ",
        "NONE,             0,  ,  0, true,  false, CANCELED,             ",
        "CANCELED,         143,0, 0, true,  false, CANCELED,             ",
        "JOB_TIMEOUT,      143,,  0, false, false, JOB_TIMEOUT,          ",
        "JOB_TIMEOUT,       ,  ,  0, false, false, JOB_TIMEOUT,          ",
        "SCRIPT_TIMEOUT,   143,0, 0, false, false, JOB_TIMEOUT,          ",
        "GONE,             143,,  0, false, false, JOB_GONE,             ",
        "BUILD_LOST,        ,  ,  0, false, false, BUILD_CONTAINER_LOST, ",
    })
    void tellsWhatTheScriptsEndMeans(
            StopCause cause,
            Integer code,
            Integer after,
            int kills,
            boolean canceled,
            boolean afterCounts,
            EndReason reason,
            Integer exitCode) {
        JobEnd end = JobEnd.of(new ScriptEnd(cause, code, after, kills, null, null), canceled, afterCounts);

        assertThat(end.reason()).isEqualTo(reason);
        assertThat(end.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void neverTakesAbsenceForSuccess() {
        for (StopCause cause : StopCause.values()) {
            assertThat(JobEnd.of(new ScriptEnd(cause, null, null, 0, null, null), false, false)
                            .succeeded())
                    .isFalse();
        }
    }

    @Test
    void saysTheEndInTheLogsLastLine() {
        assertThat(new JobEnd(EndReason.SCRIPT_SUCCEEDED, 0, null).lastLine()).isEqualTo("Job succeeded");
        assertThat(new JobEnd(EndReason.SCRIPT_FAILED, 3, null).lastLine()).isEqualTo("Job failed: exit code 3");
        assertThat(JobEnd.of(EndReason.SOURCES_FAILED, "git fetch").lastLine())
                .isEqualTo("Job failed (system failure): The sources could not be fetched from GitLab (git fetch)");
    }
}
