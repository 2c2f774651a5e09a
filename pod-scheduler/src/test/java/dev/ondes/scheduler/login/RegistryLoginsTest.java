package dev.ondes.scheduler.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.world.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryLoginsTest {
    private static final String VARIABLE = RegistryLogins.VARIABLE;
    private static final String FORM =
            " as {\"auths\": {\"registry.example.com\": {\"auth\": \"base64 of user:password\"}}}";

    @Test
    void areNoneWhereNobodyGaveAny() {
        assertThat(logins("", "", Map.of()).isEmpty()).isTrue();
    }

    /** {@code credentials[]} as GitLab sends it. */
    @Test
    void areThoseThatGitLabGaveTheJob() {
        assertThat(written(logins("", registry("gitlab-registry.test:5050"), Map.of())))
                .isEqualTo("{\"auths\":{\"gitlab-registry.test:5050\":"
                        + "{\"username\":\"gitlab-ci-token\",\"password\":\"glcbt-64_token\"}}}");
    }

    @Test
    void areNotWhatGitLabGivesForSomethingElse() {
        String other = "{\"type\":\"proxy\",\"url\":\"proxy.test\",\"username\":\"u\",\"password\":\"p\"}";

        assertThat(logins("", other, Map.of()).isEmpty()).isTrue();
    }

    @Test
    void areTakenFromTheJobsVariableThenTheClassesThenGitLabsOfEachRegistry() {
        RegistryLogins logins = logins(
                variable(config("https://A.test/v1/", "job")),
                registry("a.test") + "," + registry("b.test") + "," + registry("c.test"),
                Map.of(
                        VARIABLE,
                        "{\"auths\":{\"a.test\":{\"auth\":\"%1$s\"},\"b.test\":{\"auth\":\"%1$s\"}}}"
                                .formatted(base64("class:pw"))));

        assertThat(written(logins))
                .contains("\"a.test\":{\"username\":\"job\"")
                .contains("\"b.test\":{\"username\":\"class\"")
                .contains("\"c.test\":{\"username\":\"gitlab-ci-token\"");
    }

    @Test
    void mayBeWrittenAsUserAndPassword() {
        String config = "{\"auths\":{\"a.test\":{\"username\":\"ann\",\"password\":\"a:b\"}}}";

        assertThat(written(logins(variable(config), "", Map.of())))
                .isEqualTo("{\"auths\":{\"a.test\":{\"username\":\"ann\",\"password\":\"a:b\"}}}");
    }

    @Test
    void mayStandInAVariableOfTypeFileAndNameOtherVariables() {
        String config = "{\"auths\":{\"$HOST\":{\"username\":\"ann\",\"password\":\"pw\"}}}";
        String variables = "{\"key\":\"HOST\",\"value\":\"a.test\",\"public\":true},"
                + variable(config).replace("\"masked\"", "\"file\":true,\"masked\"");

        assertThat(written(logins(variables, "", Map.of()))).contains("\"a.test\":");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hunter2                                        | is no JSON object; write it",
                "[\"hunter2\"]                                  | is no JSON object; write it",
                "{\"hunter2\":{}}                               | has no auths; write it",
                "{\"auths\":{\"a.test\":{\"auth\":\"hunter2\"}}}   | has no user and password for a.test; write them",
                "{\"auths\":{\"a.test\":{\"auth\":\"aHVudGVyMg==\"}}} | has no user and password for a.test; write them",
                "{\"auths\":{\"a.test\":{\"identitytoken\":\"hunter2\"}}} | has no user and password for a.test; write them",
                "{\"auths\":{\"u:hunter2@a.test\":{\"auth\":\"dTpw\"}}} | has an entry in auths whose name is no registry; write it",
            })
    void sayWhatIsWrongWithTheVariableAndHowToMendItWithoutItsContent(String content, String wrong) {
        RegistryLogins logins = logins(variable(content), "", Map.of());

        assertThat(logins.isEmpty()).isTrue();
        assertThat(logins.remark("a.test/app:1 denied"))
                .isEqualTo("the job's variable " + VARIABLE + " " + wrong + FORM);
        assertThat(logins.remark("") + logins).doesNotContain("hunter2", "aHVudGVyMg");
    }

    @Test
    void sayThatProgramsWhichKeepPasswordsAreNotThere() {
        String desktop = "{\"auths\":{\"a.test\":{}},\"credsStore\":\"desktop\"}";

        assertThat(logins("", "", Map.of(VARIABLE, desktop)).remark("a.test denied"))
                .isEqualTo("the class's variable " + VARIABLE + " names programs that keep passwords (credsStore,"
                        + " credHelpers), and there are none where a pod's images are pulled; write the passwords"
                        + FORM);
    }

    @Test
    void areKeptThoughOneBesideThemIsOfNoUse() {
        String config = "{\"auths\":{\"bad.test\":{\"auth\":\"%%%\"},\"good.test\":{\"auth\":\"" + base64("a:b")
                + "\"}},\"credHelpers\":{\"x.test\":\"ecr-login\"}}";

        assertThat(written(logins(variable(config), registry("gitlab.test"), Map.of())))
                .contains("good.test", "gitlab.test")
                .doesNotContain("bad.test", "x.test");
    }

    @Test
    void sayWhoseOneARegistryWasShownOrThatThereIsNone() {
        RegistryLogins logins = logins(variable(config("gitlab.test/group", "ann")), registry("gitlab.test"), Map.of());

        assertThat(logins.remark("pulling gitlab.test/app:1: denied"))
                .isEqualTo("the login for gitlab.test came from GitLab, for this job");
        assertThat(logins.remark("pulling gitlab.test/group/app:1: denied"))
                .isEqualTo("the login for gitlab.test/group came from the job's variable " + VARIABLE);
        assertThat(logins.remark("pulling other.test/app:1: denied"))
                .isEqualTo("the job brings no login for that registry; its variable " + VARIABLE + " may hold one");
    }

    @Test
    void printNoPassword() {
        assertThat(logins(variable(config("a.test", "ann")), registry("b.test"), Map.of()))
                .asString()
                .isEqualTo("RegistryLogins[a.test, b.test]");
    }

    private static String written(RegistryLogins logins) {
        return new String(logins.dockerConfig(), StandardCharsets.UTF_8);
    }

    private static String config(String registry, String user) {
        return "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry, base64(user + ":pw"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String variable(String value) {
        return "{\"key\":\"%s\",\"value\":\"%s\",\"masked\":false}".formatted(VARIABLE, value.replace("\"", "\\\""));
    }

    private static String registry(String url) {
        return "{\"type\":\"registry\",\"url\":\"%s\",\"username\":\"gitlab-ci-token\",\"password\":\"glcbt-64_token\"}"
                .formatted(url);
    }

    private static RegistryLogins logins(String variables, String credentials, Map<String, String> ofClass) {
        return RegistryLogins.of(JobPayload.parse(World.json("""
                {"id": 1, "token": "t", "steps": [{"name": "script", "script": ["true"]}],
                 "variables": [%s], "credentials": [%s]}
                """.formatted(variables, credentials))), ofClass);
    }
}
