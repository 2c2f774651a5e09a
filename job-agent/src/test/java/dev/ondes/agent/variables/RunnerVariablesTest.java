package dev.ondes.agent.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobVariables;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunnerVariablesTest {
    private final ObjectNode payload = new ObjectMapper().createObjectNode();

    private RunnerVariablesTest() {
        payload.put("id", 1).put("token", "t");
        payload.putObject("job_info").put("project_full_path", "group/project");
        payload.putObject("runner_info").put("timeout", 3600);
        payload.putArray("steps")
                .addObject()
                .put("name", "script")
                .putArray("script")
                .add("true");
    }

    private RunnerVariablesTest with(String key, String value) {
        payload.withArray("variables").addObject().put("key", key).put("value", value);
        return this;
    }

    private JobVariables variables(Map<String, String> ofClass) {
        var job = new AgentJob(
                URI.create("https://gitlab.example.com"),
                1,
                0,
                "small",
                "debian:12",
                ofClass,
                payload,
                List.of(),
                List.of());
        return RunnerVariables.of(job, JobPayload.parse(payload), Path.of("/builds"), "1.2.3", null);
    }

    @Test
    void addsWhatARunnerKnows() {
        assertThat(variables(Map.of()).shown())
                .containsEntry("CI_SERVER", "yes")
                .containsEntry("CI_PROJECT_DIR", "/builds/group/project")
                .containsEntry("CI_BUILDS_DIR", "/builds")
                .containsEntry("CI_JOB_TIMEOUT", "3600")
                .containsEntry("CI_JOB_IMAGE", "debian:12")
                .containsEntry("CI_DISPOSABLE_ENVIRONMENT", "true")
                .containsEntry("CI_RUNNER_VERSION", "1.2.3")
                .containsEntry("RUNNER_TEMP_PROJECT_DIR", "/builds/group/project.tmp")
                .containsEntry("GITLAB_ENV", "/builds/group/project.tmp/gitlab_runner_env");
    }

    @Test
    void letsTheJobOverrideItsClass() {
        with("PROXY", "job");

        assertThat(variables(Map.of("PROXY", "class", "MIRROR", "class/$PROXY")).shown())
                .containsEntry("PROXY", "job")
                .containsEntry("MIRROR", "class/job");
    }

    @Test
    void checksOutWhereTheJobWantsIt() {
        with("GIT_CLONE_PATH", "$CI_BUILDS_DIR/go/src/here");

        assertThat(variables(Map.of()).get("CI_PROJECT_DIR")).isEqualTo("/builds/go/src/here");
    }

    @Test
    void refusesADirectoryOutsideTheBuilds() {
        with("GIT_CLONE_PATH", "/builds/../etc");

        JobVariables variables = variables(Map.of());

        assertThat(variables.get("CI_PROJECT_DIR")).isEqualTo("/builds/group/project");
        assertThatThrownBy(() -> RunnerVariables.check(variables))
                .isInstanceOf(UnusableVariableException.class)
                .hasMessageContaining("GIT_CLONE_PATH");
    }

    @Test
    void refusesVariablesThatGrowWithoutEnd() {
        for (int i = 0; i < 40; i++) {
            with("V" + i, "$V" + (i + 1) + "$V" + (i + 1));
        }

        JobVariables variables = with("V40", "x").variables(Map.of());

        assertThatThrownBy(() -> RunnerVariables.check(variables))
                .isInstanceOf(UnusableVariableException.class)
                .hasMessage("variables name others so that they would become too long: V0, V1, V2, V3, V4");
    }
}
