package dev.ondes.scheduler.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.world.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachePlanTest {
    private final ObjectNode payload = (ObjectNode) World.json("""
            {"id": 1, "token": "t", "job_info": {"name": "unit test", "project_id": 7}, "git_info": {"ref": "main"},
             "runner_info": {"timeout": 600}, "steps": [{"name": "script", "script": ["true"]}],
             "variables": [
               {"key": "CI_COMMIT_REF_SLUG", "value": "main"},
               {"key": "NESTED", "value": "$CI_COMMIT_REF_SLUG-$OF_CLASS"},
               {"key": "RAW", "value": "$NESTED", "raw": true},
               {"key": "EMPTY", "value": ""},
               {"key": "READ_ONLY", "value": "pull"},
               {"key": "ARCH", "value": "x/$CI_RUNNER_EXECUTABLE_ARCH"},
               {"key": "FILE", "value": "content", "file": true}]}
            """);

    private CachePlan plan(String cache) {
        payload.putArray("cache").add(World.json(cache));
        JobPayload job = JobPayload.parse(payload);
        return CachePlan.of(job.cache().getFirst(), job, KnownVariables.of(Map.of("OF_CLASS", "blue"), job, "gcc:14"));
    }

    private void variable(String key, String value) {
        payload.withArray("variables").addObject().put("key", key).put("value", value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jars-protected                    | jars-protected
            $CI_COMMIT_REF_SLUG-non_protected | main-non_protected
            ${NESTED}                         | main-blue
            $RAW                              | $NESTED
            $CI_JOB_TIMEOUT $CI_JOB_IMAGE     | 600 gcc:14
            a$UNKNOWN                         | a
            $EMPTY                            | unit test/main
            """)
    void replacesVariablesAsTheAgentDoes(String key, String expanded) {
        assertThat(plan("{\"key\": \"" + key + "\"}"))
                .isEqualTo(new CachePlan.Wanted(expanded, List.of(expanded), true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $CI_PROJECT_DIR-x | its key names CI_PROJECT_DIR, which only the pod knows; name another variable instead
            $ARCH             | its key names CI_RUNNER_EXECUTABLE_ARCH, which only the pod knows; name another variable instead
            $FILE             | its key names a variable of type file, which only the pod knows; name another variable instead
            """)
    void refusesAKeyThatOnlyThePodCanKnow(String key, String why) {
        assertThat(plan("{\"key\": \"" + key + "\"}")).isEqualTo(new CachePlan.Refused(key, why));
    }

    @Test
    void takesWhatGitLabSaysOfAVariableThatARunnerOnlyProposes() {
        variable("CI_RUNNER_EXECUTABLE_ARCH", "linux/arm64");

        assertThat(plan("{\"key\": \"$ARCH\"}").key()).isEqualTo("x/linux/arm64");
    }

    @ParameterizedTest
    @CsvSource({"pull-push, true, true", "pull, true, false", "push, false, true", "$READ_ONLY, true, false"})
    void asksForNoMoreThanThePolicyNeeds(String policy, boolean restores, boolean saves) {
        assertThat(plan("{\"key\": \"a\", \"policy\": \"" + policy + "\"}"))
                .isEqualTo(new CachePlan.Wanted("a", restores ? List.of("a") : List.of(), saves));
    }

    @Test
    void refusesAPolicyThatIsNone() {
        assertThat(plan("{\"key\": \"a\", \"policy\": \"$EMPTY\"}"))
                .isEqualTo(new CachePlan.Refused("a", "its policy must be pull-push, pull or push, and is $EMPTY"));
    }

    @Test
    void fallsBackInTheOrderOfTheJobAndThenToTheVariable() {
        variable("CACHE_FALLBACK_KEY", "$CI_COMMIT_REF_SLUG");

        assertThat(plan("""
                {"key": "a", "fallback_keys": ["b", "$OF_CLASS", "$EMPTY", "$CI_PROJECT_DIR", "a"]}""")).isEqualTo(new CachePlan.Wanted("a", List.of("a", "b", "blue", "main"), true));
    }

    @Test
    void neverFallsBackToWhatOnlyProtectedBranchesMaySee() {
        variable("SUFFIX", "-protected");
        variable("CACHE_FALLBACK_KEY", "main$SUFFIX");

        assertThat(plan("{\"key\": \"a-non_protected\"}"))
                .isEqualTo(new CachePlan.Wanted("a-non_protected", List.of("a-non_protected"), true));
    }
}
