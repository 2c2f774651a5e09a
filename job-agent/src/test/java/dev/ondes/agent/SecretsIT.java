package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs whose variables a Vault holds. */
class SecretsIT extends WithPod {
    private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ2YXVsdCJ9.c2lnbmF0dXJl";
    private static final String VALUE = "correct-horse-battery";

    /** Shows that the script has it, past the mask. */
    private static final String READ = "value=$(cat \"$DB_PASSWORD\"); echo \"${value:0:7} ${value:7}\"";

    private static final String SEEN = "correct -horse-battery\n";

    private FakeVault vault;

    @BeforeEach
    void openVault() throws Exception {
        vault = new FakeVault()
                .role(
                        "deploy",
                        JWT,
                        "secret/data/prod/db",
                        "secret/data/gone",
                        "kv/ci",
                        "secret/data/none",
                        "database/creds/app")
                .dynamic("database/creds/app")
                .secret(
                        "secret/data/prod/db",
                        "{\"password\": \"" + VALUE + "\", \"port\": 5432, \"tls\": {\"on\": true}}")
                .secret("secret/data/gone", "{\"password\": \"" + VALUE + "\"}")
                .secret("kv/ci", "{\"key\": \"first line of it\\nsecond line of it\\n\"}");
        vault.delete("secret/data/gone");
    }

    @AfterEach
    void closeVault() {
        vault.close();
    }

    private TestJob job(String... script) {
        return new TestJob(script)
                .secret("VAULT_ID_TOKEN", JWT)
                .variable("VAULT_SERVER_URL", vault.url().toString())
                .variable("FF_TIMESTAMPS", "false");
    }

    private static ObjectNode secret(TestJob job, String key) {
        return ((ObjectNode) job.payload()).withObject("/secrets").putObject(key);
    }

    /** As GitLab sends it, with what it leaves to the runner to expand. */
    private static ObjectNode vault(TestJob job, String key, String engine, String mount, String path, String field) {
        ObjectNode secret = secret(job, key);
        ObjectNode vault = secret.putObject("vault").put("path", path).put("field", field);
        vault.putObject("engine").put("name", engine).put("path", mount);
        ObjectNode server =
                vault.putObject("server").put("url", "$VAULT_SERVER_URL").putNull("namespace");
        ObjectNode auth = server.putObject("auth").put("name", "jwt").put("path", "jwt");
        auth.putObject("data").put("jwt", "$VAULT_ID_TOKEN").put("role", "deploy");
        return secret;
    }

    private static ObjectNode password(TestJob job) {
        return vault(job, "DB_PASSWORD", "kv-v2", "secret", "prod/db", "password");
    }

    private static ObjectNode server(ObjectNode secret) {
        return (ObjectNode) secret.path("vault").path("server");
    }

    @Test
    void reachTheScriptAsFilesAndAsVariablesAndNotTheLog() throws Exception {
        TestJob job = job(
                "test -f \"$DB_PASSWORD\"; of_file=$(cat \"$DB_PASSWORD\"); echo \"file: ${of_file:0:7} ${of_file:7}\"",
                "echo \"variable: ${DB_VARIABLE:0:7} ${DB_VARIABLE:7} $DB_VARIABLE\"",
                "echo \"in others: $DB_URL\"",
                "cat \"$KEY\"; echo \"indented:   $(head -1 \"$KEY\")\"",
                "echo \"numbers: $PORT $TLS\"");
        job.variable("DB_URL", "postgres://app:$DB_VARIABLE@db/app");
        password(job);
        vault(job, "DB_VARIABLE", "kv-v2", "secret", "prod/db", "password").put("file", false);
        vault(job, "KEY", "kv-v1", "kv", "ci", "key");
        vault(job, "PORT", "kv-v2", "secret", "prod/db", "port").put("file", false);
        vault(job, "TLS", "generic", "secret/data", "prod/db", "data").put("file", false);

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log())
                .contains("Resolving secrets", "DB_PASSWORD: Vault at " + vault.url() + ", secret/data/prod/db")
                .contains("file: correct -horse-battery\n", "variable: correct -horse-battery [MASKED]\n")
                .contains("in others: postgres://app:[MASKED]@db/app\n")
                .contains("indented:   [MASKED]\n", "numbers: [MASKED] [MASKED]\n")
                .doesNotContain(VALUE, "first line", "second line", JWT);
        assertThat(vault.seen())
                .filteredOn(request -> request.startsWith("PUT"))
                .hasSize(1);
    }

    @Test
    void areMaskedHoweverTheirOutputIsCut() throws Exception {
        TestJob job = job(
                "value=$(cat \"$DB_PASSWORD\")",
                "printf '%s' \"${value:0:10}\"; sleep 0.3; printf '%s\\n' \"${value:10}\"");
        password(job);

        pod.build().run(job);

        assertThat(gitlab.log()).contains("\n[MASKED]\n").doesNotContain("correct-ho", "rse-battery");
    }

    @Test
    void areFoundWhereVariablesSay() throws Exception {
        vault.namespace("team-a");
        TestJob job = job(READ);
        job.variable("STAGE", "prod").variable("ROLE", "deploy").variable("VAULT_NAMESPACE", "team-a");
        ObjectNode secret = vault(job, "DB_PASSWORD", "kv-v2", "secret", "${STAGE}/db", "password");
        server(secret).put("namespace", "$VAULT_NAMESPACE");
        server(secret).withObject("/auth/data").put("role", "$ROLE");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains(SEEN);
    }

    @Test
    void areReadByANewLoginWhereATokenIsGoodForOneUse() throws Exception {
        vault.tokensAreGoodFor(1);
        TestJob job = job("cat \"$DB_PASSWORD\" \"$KEY\"");
        password(job);
        vault(job, "KEY", "kv-v1", "kv", "ci", "key");

        assertThat(pod.build().run(job).reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    @Test
    void areReadFromTheActiveServerWhereOneStandsBy() throws Exception {
        try (FakeVault standby = new FakeVault()) {
            standby.standbyOf(vault);
            TestJob job = job(READ).variable("VAULT_SERVER_URL", standby.url().toString());
            password(job);

            assertThat(pod.build().run(job).reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        }
    }

    @Test
    void areAskedForAgainUntilTheServersAgreeWhichIsActive() throws Exception {
        try (FakeVault other = new FakeVault()) {
            other.standbyOf(vault);
            vault.standbyOf(other);
            TestJob job = job(READ);
            password(job);
            var running = pod.build().start(job);
            awaitLog("sends the job on and on: its servers don't agree now which of them is active; trying again");

            vault.isActive();

            assertThat(running.get(20, TimeUnit.SECONDS).reason())
                    .as(gitlab.log())
                    .isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        }
    }

    @Test
    void thatAreMadeForTheJobComeFromOneRead() throws Exception {
        TestJob job = job("echo \"pair: ${DB_USER##*-} ${DB_SECRET##*-}\"");
        vault(job, "DB_USER", "generic", "database", "creds/app", "username").put("file", false);
        vault(job, "DB_SECRET", "generic", "database", "creds/app", "password").put("file", false);

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("pair: 1 1\n");
    }

    @Test
    void ofGitLabsOwnManagerAreReadByOneRequestThatBringsItsLogin() throws Exception {
        TestJob job = job(READ);
        manager(job, "deploy");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains(SEEN).doesNotContain(VALUE);
        assertThat(vault.seen()).containsExactly("GET secret/data/prod/db");
    }

    @Test
    void ofGitLabsOwnManagerSayWhereTheirLoginIsRefused() throws Exception {
        TestJob job = job("echo never");
        manager(job, "nobody");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SECRETS_REFUSED);
        assertThat(report.detail()).contains("refuses the job's login at auth/jwt/login (400: role \"nobody\"");
    }

    private void manager(TestJob job, String role) {
        ObjectNode manager = secret(job, "DB_PASSWORD").putObject("gitlab_secrets_manager");
        manager.put("path", "prod/db").put("field", "password");
        manager.putObject("engine").put("name", "kv-v2").put("path", "secret");
        manager.putObject("server")
                .put("url", vault.url() + "/")
                .putObject("inline_auth")
                .put("path", "auth/jwt/login")
                .put("jwt", JWT)
                .put("role", role);
    }

    static Stream<Arguments> settingsThatCannotBe() {
        return Stream.of(
                wrong("role", secret -> server(secret).withObject("/auth/data").put("role", "nobody"), """
                        refuses the job's login at auth/jwt/login (400: role "nobody" could not be found): check role"""),
                wrong(
                        "ID token",
                        secret -> server(secret).withObject("/auth/data").put("jwt", "$CI_JOB_TOKEN"),
                        """
                        (400: error validating token: invalid audience (aud) claim"""),
                wrong(
                        "no ID token",
                        secret -> server(secret).withObject("/auth/data").put("jwt", "$NO_SUCH"),
                        """
                        the job has no ID token for it: declare one with id_tokens"""),
                wrong("auth path", secret -> server(secret).withObject("/auth").put("path", "oidc"), """
                        refuses the job's login at auth/oidc/login (403: permission denied)"""),
                wrong("namespace", secret -> server(secret).put("namespace", "elsewhere"), """
                        refuses the job's login at auth/jwt/login (404: namespace not found)"""),
                wrong(
                        "auth method",
                        secret -> server(secret).withObject("/auth").put("name", "kerberos"),
                        """
                        the auth method 'kerberos' is not known: jwt is"""),
                wrong("policy", secret -> secret.withObject("/vault").put("path", "prod/other"), """
                        refuses to let the job read secret/data/prod/other (403: 1 error occurred: * permission denied): \
                        the role 'deploy' needs a policy"""),
                wrong("path", secret -> secret.withObject("/vault").put("path", "none"), """
                        has no secret at secret/data/none (404): check path and engine"""),
                wrong("deleted", secret -> secret.withObject("/vault").put("path", "gone"), """
                        has no secret at secret/data/gone (its last version is deleted)"""),
                wrong("field", secret -> secret.withObject("/vault").put("field", "pasword"), """
                        has no field 'pasword'"""),
                wrong("engine", secret -> secret.withObject("/vault/engine").put("name", "kv-v9"), """
                        the engine 'kv-v9' is not known: kv-v2, kv-v1 and generic are"""),
                wrong("URL", secret -> server(secret).put("url", "vault.example.com"), """
                        VAULT_SERVER_URL must be a URL such as"""),
                wrong("way up", secret -> secret.withObject("/vault").put("path", "../sys"), """
                        a path may not hold '..'"""));
    }

    private static Arguments wrong(String what, Consumer<ObjectNode> change, String said) {
        return Arguments.argumentSet(what, change, said);
    }

    @ParameterizedTest
    @MethodSource("settingsThatCannotBe")
    void failTheJobBeforeItsScriptWithASentenceThatNamesWhatIsWrong(Consumer<ObjectNode> change, String said)
            throws Exception {
        TestJob job = job("echo never");
        change.accept(password(job));

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SECRETS_REFUSED);
        assertThat(report.reported()).isTrue();
        assertThat(report.detail())
                .startsWith("secret DB_PASSWORD: ")
                .contains(said)
                .doesNotContain(JWT, VALUE);
        assertThat(gitlab.log()).contains("secret DB_PASSWORD: ").doesNotContain("trying again", JWT, VALUE);
        assertThat(Files.exists(pod.shared().resolve("gate"))).isFalse();
    }

    @Test
    void failTheJobWhereSomethingElseAnswersInVaultsPlace() throws Exception {
        vault.answerWith("<html>nothing here</html>");
        TestJob job = job("echo never");
        password(job);

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SECRETS_REFUSED);
        assertThat(report.detail()).contains("answered 404 without JSON: is it the address of a Vault?");
    }

    @Test
    void failTheJobWhereAnAnswerIsTooLargeForASecret() throws Exception {
        vault.answerWith("x".repeat(5 << 20));
        TestJob job = job("echo never");
        password(job);

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SECRETS_REFUSED);
        assertThat(report.detail()).contains("answered with more than 4 MiB, which is no secret");
    }

    @Test
    void areHiddenInAServersWordsAlsoWhereTheseAreCut() throws Exception {
        String value = "hidden-in-plain-sight";
        vault.refuseLoginsWith("why ".repeat(60) + value + value + "-and-more " + value);
        TestJob job = job("echo never");
        job.secret("SHORT", value).secret("LONG", value + value + "-and-more");
        password(job);

        AgentReport report = pod.build().run(job);

        assertThat(report.detail()).contains("why why [MASKED]…").doesNotContain(value, "-and-more", "hidden-in");
        assertThat(gitlab.log()).doesNotContain("hidden-in");
    }

    @Test
    void ofAProviderThatNobodyKnowsFailTheJob() throws Exception {
        TestJob job = job("echo never");
        secret(job, "DB_PASSWORD").put("file", true).putObject("akeyless");

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SECRETS_REFUSED);
        assertThat(report.detail())
                .isEqualTo("secret DB_PASSWORD: this version of Ondes does not know its provider akeyless");
    }

    @Test
    void thatAreMissingAreLeftOutWhereTheJobSaysSo() throws Exception {
        TestJob job =
                job("echo \"empty: ${DB_PASSWORD:-yes}\"").variable("FF_SECRET_RESOLVING_FAILS_IF_MISSING", "false");
        vault(job, "DB_PASSWORD", "kv-v2", "secret", "none", "password");

        assertThat(pod.build().run(job).reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("the job goes on without it", "empty: yes\n");
    }

    @Test
    void areAskedForAgainUntilTheServerIsUnsealed() throws Exception {
        vault.sealFor(3);
        TestJob job = job(READ);
        password(job);

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log())
                .contains("WARNING: secret DB_PASSWORD: " + vault.url()
                        + " can't serve the job now (503: Vault is sealed); trying again in 1 s");
    }

    @Test
    void areAskedForAgainUntilTheServerCanCheckIdTokens() throws Exception {
        vault.withoutKeysFor(2);
        TestJob job = job(READ);
        password(job);

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).as(gitlab.log()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
        assertThat(gitlab.log()).contains("fetching keys", "trying again in 1 s");
    }

    @Test
    void leaveTheJobToAnotherPodWhereTheServerStaysAway() throws Exception {
        TestJob job = job("echo never");
        password(job);
        vault.close();

        AgentReport report = pod.build().run(job);

        assertThat(report.reason()).isEqualTo(EndReason.SECRETS_FAILED);
        assertThat(report.reported()).isFalse();
        assertThat(report.leftOpen()).isTrue();
        assertThat(gitlab.finalBody()).isEmpty();
    }

    @Test
    void doNotHoldAJobThatIsCanceledWhileTheServerIsSilent() throws Exception {
        vault.hang();
        TestJob job = job("echo never");
        password(job);
        var running = pod.build().start(job);
        awaitLog("DB_PASSWORD: Vault at");

        gitlab.status("canceling");

        assertThat(running.get(20, TimeUnit.SECONDS).reason()).isEqualTo(EndReason.CANCELED);
    }
}
