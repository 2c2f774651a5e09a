package dev.ondes.agent.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.agent.variables.UnusableVariableException;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobPayload.Variable;
import dev.ondes.gitlab.JobVariables;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitPlanTest {
    private static GitPlan plan(String... keysAndValues) {
        ObjectNode payload = new ObjectMapper().createObjectNode();
        payload.put("id", 1).put("token", "t").put("allow_git_fetch", true);
        payload.putObject("git_info")
                .put("repo_url", "https://gitlab-ci-token:t0ken@gitlab.example.com:8443/group/project.git")
                .put("depth", 20);
        payload.putArray("steps")
                .addObject()
                .put("name", "script")
                .putArray("script")
                .add("true");
        List<Variable> variables = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            variables.add(JobVariables.plain(keysAndValues[i], keysAndValues[i + 1]));
        }
        return GitPlan.of(JobPayload.parse(payload), new JobVariables(variables, ""));
    }

    @Test
    void hasGitLabRunnersDefaults() {
        GitPlan plan = plan();

        assertThat(plan.strategy()).isEqualTo(GitStrategy.FETCH);
        assertThat(plan.url()).isEqualTo("https://gitlab.example.com:8443/group/project.git");
        assertThat(plan.cleanFlags()).containsExactly("-ffdx");
        assertThat(plan.fetchFlags()).containsExactly("--prune", "--quiet");
        assertThat(plan.submodules()).isEqualTo(SubmoduleStrategy.NONE);
        assertThat(plan.submoduleDepth()).isEqualTo(20);
        assertThat(plan.attempts()).isEqualTo(1);
        assertThat(plan.checkout()).isTrue();
    }

    @Test
    void obeysTheJobsVariables() {
        GitPlan plan = plan(
                "GIT_STRATEGY", "clone",
                "GIT_CLEAN_FLAGS", "none",
                "GIT_FETCH_EXTRA_FLAGS", "--no-tags  --verbose",
                "GIT_SUBMODULE_STRATEGY", "recursive",
                "GIT_SUBMODULE_DEPTH", "1",
                "GIT_CHECKOUT", "false",
                "GET_SOURCES_ATTEMPTS", "99");

        assertThat(plan.strategy()).isEqualTo(GitStrategy.CLONE);
        assertThat(plan.cleanFlags()).isEmpty();
        assertThat(plan.fetchFlags()).containsExactly("--no-tags", "--verbose");
        assertThat(plan.submodules()).isEqualTo(SubmoduleStrategy.RECURSIVE);
        assertThat(plan.submoduleDepth()).isEqualTo(1);
        assertThat(plan.checkout()).isFalse();
        assertThat(plan.attempts()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"GIT_STRATEGY,pull", "GIT_SUBMODULE_STRATEGY,deep", "GIT_SUBMODULE_DEPTH,many"})
    void namesAVariableThatItCannotObey(String key, String value) {
        assertThatThrownBy(() -> plan(key, value))
                .isInstanceOf(UnusableVariableException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "https://u:p@host/a/b.git, https://host/a/b.git",
        "http://u:p%40@host:81/a.git, http://host:81/a.git",
        "https://host/a.git, https://host/a.git",
        "file:///srv/a.git, file:///srv/a.git",
    })
    void takesTheCredentialsOutOfAnAddress(String url, String expected) {
        assertThat(GitPlan.withoutCredentials(url)).isEqualTo(expected);
    }

    @Test
    void doesNotPassOnCredentialsBeforeAHostThatItCannotRead() {
        assertThatThrownBy(() -> GitPlan.withoutCredentials("https://gitlab-ci-token:s3cret@my_gitlab/a.git"))
                .isInstanceOf(UnusableVariableException.class)
                .hasMessage("the repository's URL has a host that can't be read: my_gitlab");
    }
}
