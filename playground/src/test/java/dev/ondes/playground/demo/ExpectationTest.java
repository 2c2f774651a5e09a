package dev.ondes.playground.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.process.PlaygroundException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectationTest {
    private static final List<CiJob> AS_EXPECTED = List.of(
            job(1, "compile", "success", ""),
            job(2, "unit-tests", "success", ""),
            job(3, "smoke-test", "success", ""),
            job(4, "style", "failed", "script_failure"),
            job(5, "package", "success", ""));

    @Test
    void hasNothingToSayOfAPipelineThatWentAsExpected() {
        assertThat(Expectation.SAMPLE.differences(AS_EXPECTED)).isEmpty();
    }

    @Test
    void namesTheJobThatEndedOtherwiseAndWhy() {
        var differences = Expectation.SAMPLE.but("style=success").differences(AS_EXPECTED);

        assertThat(differences).containsExactly("style: expected success, but it ended as failed (script_failure)");
    }

    @Test
    void namesAJobThatIsMissing() {
        var differences = Expectation.SAMPLE.differences(AS_EXPECTED.subList(0, 4));

        assertThat(differences)
                .containsExactly("package: expected to end as success, but the pipeline has no such job");
    }

    @Test
    void namesAJobThatNobodyExpected() {
        List<CiJob> more = new ArrayList<>(AS_EXPECTED);
        more.add(job(6, "deploy", "success", ""));

        assertThat(Expectation.SAMPLE.differences(more))
                .containsExactly("deploy: nobody expected such a job; it ended as success");
    }

    @Test
    void judgesTheLastOfSeveralJobsOfOneName() {
        List<CiJob> retried = new ArrayList<>();
        retried.add(job(1, "compile", "failed", "runner_system_failure"));
        AS_EXPECTED.forEach(job -> retried.add(job(job.id() + 1, job.name(), job.status(), job.failureReason())));

        assertThat(Expectation.SAMPLE.differences(retried)).isEmpty();
    }

    @Test
    void refusesToExpectAnythingOfAJobThatTheSampleHasNot() {
        assertThatThrownBy(() -> Expectation.SAMPLE.but("deploy=success"))
                .isInstanceOf(PlaygroundException.class)
                .hasMessageContaining("--expect deploy=success")
                .hasMessageContaining("unit-tests");
    }

    @Test
    void refusesToExpectAnEndThatNoJobHas() {
        assertThatThrownBy(() -> Expectation.SAMPLE.but("package=faild"))
                .isInstanceOf(PlaygroundException.class)
                .hasMessageContaining("no job ends as faild")
                .hasMessageContaining("failed");
    }

    private static CiJob job(long id, String name, String status, String reason) {
        return new CiJob(id, name, "test", status, false, reason, "standard", 0.1, null, null);
    }
}
