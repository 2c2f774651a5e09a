package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.gitlab.JobPayload.Artifact;
import dev.ondes.gitlab.JobPayload.Cache;
import dev.ondes.gitlab.JobPayload.Dependency;
import dev.ondes.gitlab.JobPayload.Features;
import dev.ondes.gitlab.JobPayload.GitInfo;
import dev.ondes.gitlab.JobPayload.Hook;
import dev.ondes.gitlab.JobPayload.Image;
import dev.ondes.gitlab.JobPayload.JobInfo;
import dev.ondes.gitlab.JobPayload.RegistryCredential;
import dev.ondes.gitlab.JobPayload.Step;
import dev.ondes.gitlab.JobPayload.Variable;
import dev.ondes.gitlab.JobPayload.When;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTest {
    private static final String LEAST =
            "{\"id\":1,\"token\":\"t\",\"steps\":[{\"name\":\"script\",\"script\":[\"make\"]}]}";

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (Json.NoJson e) {
            throw new AssertionError(text, e);
        }
    }

    static ObjectNode full() {
        try (var resource = PayloadTest.class.getResourceAsStream("payload.json")) {
            return json(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The least payload with one field more. */
    private static JobPayload with(String field, String value) {
        return JobPayload.parse(json(LEAST.substring(0, LEAST.length() - 1) + ",\"" + field + "\":" + value + "}"));
    }

    private static Secret secret(String value) {
        return new Secret(value);
    }

    @Test
    void readsWhatTheJobIs() {
        JobPayload job = JobPayload.parse(full());

        assertThat(job.jobCredentials()).isEqualTo(JobCredentials.of(4711, "glcbt-64_jobtoken"));
        assertThat(job.allowGitFetch()).isTrue();
        assertThat(job.jobInfo())
                .isEqualTo(new JobInfo(
                        "test: [linux]",
                        "test",
                        900,
                        17,
                        "Tuner",
                        "radio/receivers/tuner",
                        5,
                        3,
                        Duration.ofMillis(1235)));
        assertThat(job.runnerInfo().timeout()).isEqualTo(Duration.ofHours(1));
        assertThat(job.features())
                .isEqualTo(new Features(true, List.of("acme-"), List.of("unknown_failure", "script_failure")));
        assertThat(job.nativeSteps()).isFalse();
    }

    @Test
    void readsWhatToCheckOut() {
        assertThat(JobPayload.parse(full()).gitInfo())
                .isEqualTo(new GitInfo(
                        secret(
                                "https://gitlab-ci-token:glcbt-64_jobtoken@gitlab.example.com/radio/receivers/tuner.git"),
                        "sha1",
                        "main",
                        "9a2e0c6f1c2b8b7f0d3c5a4e6b7c8d9e0f1a2b3c",
                        "0000000000000000000000000000000000000000",
                        "branch",
                        List.of("+refs/pipelines/900:refs/pipelines/900", "+refs/heads/main:refs/remotes/origin/main"),
                        20));
    }

    @Test
    void readsVariablesInTheirOrderWithEveryDuplicate() {
        assertThat(JobPayload.parse(full()).variables())
                .containsExactly(
                        new Variable("CI", secret("true"), true, false, false, false),
                        new Variable("CI_JOB_TOKEN", secret("glcbt-64_jobtoken"), false, false, true, false),
                        new Variable("KUBECONFIG", secret("apiVersion: v1\n"), false, true, false, true),
                        new Variable("COUNT", secret("3"), false, false, false, false),
                        new Variable("EMPTY", secret(""), false, false, false, false),
                        new Variable("CI", secret("yes"), true, false, false, false));
    }

    @Test
    void readsStepsAndHooks() {
        JobPayload job = JobPayload.parse(full());

        assertThat(job.steps())
                .containsExactly(
                        new Step("script", List.of("make", "make check"), Duration.ofHours(1), When.ON_SUCCESS, false),
                        new Step("after_script", List.of("cat log"), Duration.ofMinutes(5), When.ALWAYS, true));
        assertThat(job.hooks()).containsExactly(new Hook("pre_get_sources_script", List.of("echo sources")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'docker': {'platform': 'linux/arm64', 'user': 'app'}, 'kubernetes': {'user': '1000'}} | ''",
                "{'kubernetes': {'usr': '1000'}} | kubernetes.usr",
                "{'vm': {'a': 1}} | vm",
                "null | ''",
            })
    void findsOptionsOfImagesThatNoExecutorKnows(String options, String unknown) {
        Image image = with("image", "{\"name\": \"a\", \"executor_opts\": " + options.replace('\'', '"') + "}")
                .image();

        assertThat(image).isNotNull();
        assertThat(String.join(",", image.unknownOptions())).isEqualTo(unknown);
    }

    @Test
    void readsImageAndServices() {
        JobPayload job = JobPayload.parse(full());

        assertThat(job.image())
                .isEqualTo(new Image(
                        "debian:12",
                        List.of(),
                        List.of("/bin/sh", "-c"),
                        List.of(),
                        List.of(),
                        List.of("always", "if-not-present"),
                        "1000:1000",
                        List.of()));
        assertThat(job.services())
                .containsExactly(new Image(
                        "postgres:17",
                        List.of("db", "database", "postgres"),
                        List.of(),
                        List.of("postgres", "-c", "fsync=off"),
                        List.of(new Variable("POSTGRES_PASSWORD", secret("dbpassw0rd"), false, false, false, false)),
                        List.of(),
                        null,
                        List.of()));
        assertThat(job.credentials())
                .containsExactly(new RegistryCredential(
                        "registry", "registry.example.com", "gitlab-ci-token", secret("regpassw0rd")));
    }

    @Test
    void readsWhatToKeepAndToFetch() {
        JobPayload job = JobPayload.parse(full());

        assertThat(job.artifacts())
                .containsExactly(
                        new Artifact(
                                "tuner",
                                false,
                                List.of("build/tuner"),
                                List.of("**/*.o"),
                                When.ON_SUCCESS,
                                "1 week",
                                "archive",
                                "zip"),
                        new Artifact(
                                "junit.xml",
                                false,
                                List.of("build/junit.xml"),
                                List.of(),
                                When.ALWAYS,
                                null,
                                "junit",
                                "gzip"));
        assertThat(job.cache())
                .containsExactly(new Cache(
                        "main-protected",
                        false,
                        "pull",
                        List.of(".cache"),
                        When.ON_FAILURE,
                        List.of("default-protected")));
    }

    @Test
    void skipsDependenciesWithoutArtifactsAndFetchesWithTheJobsTokenWhereNoneIsGiven() {
        assertThat(JobPayload.parse(full()).dependencies())
                .containsExactly(
                        new Dependency(4700, "build", secret("glcbt-64_deptoken"), "artifacts.zip", 106365),
                        new Dependency(4702, "docs", secret("glcbt-64_jobtoken"), "docs.zip", 7));
    }

    @Test
    void readsWhereSecretsAre() {
        assertThat(JobPayload.parse(full()).secrets())
                .containsExactly(new JobSecret(
                        "DB_PASSWORD",
                        false,
                        new JobSecret.Vault(
                                "https://vault.example.com",
                                "",
                                "jwt",
                                "jwt",
                                secret("$VAULT_ID_TOKEN"),
                                "tuner",
                                new JobSecret.Engine("kv-v2", "kv"),
                                "db",
                                "password")));
    }

    @Test
    void readsSecretsOfEachProviderAsFilesUnlessTold() {
        List<JobSecret> secrets = with("secrets", """
                        {"A": {"gitlab_secrets_manager": {"server": {"url": "https://bao",
                           "inline_auth": {"path": "auth/p/login", "jwt": "j", "role": "r", "auth_mount": "p"}},
                           "engine": {"name": "kv-v2", "path": "e"}, "path": "s", "field": "f"}, "vault": null},
                         "B": {"gcp_secret_manager": {"name": "n", "version": null, "server": {"project_number": 42,
                           "workload_identity_federation_pool_id": "pool",
                           "workload_identity_federation_provider_id": "provider", "jwt": "j"}}, "file": true},
                         "C": {"azure_key_vault": {"name": "n", "version": "v", "server":
                           {"url": "https://az", "client_id": "c", "tenant_id": "t", "jwt": "j"}}},
                         "D": {"aws_secrets_manager": {"secret_id": "s", "version_id": null, "version_stage": "AWSCURRENT",
                           "field": "f", "region": "eu-west-1", "role_arn": null, "server": {"region": "us-east-1",
                           "jwt": "j", "role_arn": "arn", "role_session_name": "me"}}},
                         "E": {"akeyless": {"name": "n"}, "token": "$T", "file": false}}
                        """).secrets();

        var engine = new JobSecret.Engine("kv-v2", "e");
        assertThat(secrets)
                .containsExactly(
                        new JobSecret(
                                "A",
                                true,
                                new JobSecret.GitLabSecretsManager(
                                        "https://bao", "auth/p/login", "p", secret("j"), "r", engine, "s", "f")),
                        new JobSecret(
                                "B",
                                true,
                                new JobSecret.GcpSecretManager("n", "latest", "42", "pool", "provider", secret("j"))),
                        new JobSecret(
                                "C", true, new JobSecret.AzureKeyVault("https://az", "n", "v", "t", "c", secret("j"))),
                        new JobSecret(
                                "D",
                                true,
                                new JobSecret.AwsSecretsManager(
                                        "s", "", "AWSCURRENT", "f", "eu-west-1", "arn", "me", secret("j"))),
                        new JobSecret("E", false, new JobSecret.Unknown(List.of("akeyless"))));
    }

    @Test
    void needsNoMoreThanIdTokenAndSteps() {
        JobPayload job = JobPayload.parse(json(LEAST));

        assertThat(job.jobInfo()).isEqualTo(new JobInfo("", "", 0, 0, "", "", 0, 0, Duration.ZERO));
        assertThat(job.gitInfo()).isEqualTo(new GitInfo(secret(""), "sha1", "", "", "", "branch", List.of(), 0));
        assertThat(job.runnerInfo().timeout()).isEqualTo(Duration.ofHours(2));
        assertThat(job.image()).isNull();
        assertThat(job.features()).isEqualTo(new Features(false, List.of(), List.of()));
        assertThat(List.of(
                        job.variables(),
                        job.hooks(),
                        job.services(),
                        job.artifacts(),
                        job.cache(),
                        job.credentials(),
                        job.dependencies(),
                        job.secrets()))
                .allMatch(List::isEmpty);
        assertThat(job.steps())
                .containsExactly(new Step("script", List.of("make"), Duration.ZERO, When.ON_SUCCESS, false));
    }

    @Test
    void readsNullAsMissingWhereverItStands() {
        ObjectNode nulls = full();
        nulls.fieldNames().forEachRemaining(name -> {
            if (!List.of("id", "token", "steps").contains(name)) {
                nulls.putNull(name);
            }
        });
        ObjectNode missing = full().retain("id", "token", "steps");

        assertThat(JobPayload.parse(nulls)).isEqualTo(JobPayload.parse(missing));
    }

    @Test
    void ignoresUnknownFields() {
        ObjectNode more = full().put("new_field", 1);
        more.withObject("/job_info").putObject("new_object").put("x", "y");
        more.withObject("/image").putArray("new_list").add(1);

        assertThat(JobPayload.parse(more)).isEqualTo(JobPayload.parse(full()));
    }

    @Test
    void takesALoneTextForAListOfOneAsOldJobsHaveIt() {
        JobPayload job = with("image", "{\"name\":\"alpine\",\"entrypoint\":\"/bin/sh\",\"pull_policy\":\"always\"}");

        assertThat(job.image().entrypoint()).containsExactly("/bin/sh");
        assertThat(job.image().pullPolicies()).containsExactly("always");
    }

    @ParameterizedTest
    @CsvSource({"{}", "{\"name\":\"\"}", "{\"name\":null}", "null"})
    void hasNoImageWhereItHasNoName(String image) {
        assertThat(with("image", image).image()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0", "-5", "null"})
    void hasTheDefaultTimeoutWhereNoneIsMeant(String timeout) {
        assertThat(with("runner_info", "{\"timeout\":" + timeout + "}")
                        .runnerInfo()
                        .timeout())
                .isEqualTo(Duration.ofHours(2));
    }

    @Test
    void tellsAJobOfNativeStepsThoughItHasNoScript() {
        JobPayload job = JobPayload.parse(json("{\"id\":1,\"token\":\"t\",\"run\":\"[{\\\"name\\\":\\\"a\\\"}]\"}"));

        assertThat(job.nativeSteps()).isTrue();
        assertThat(job.steps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                                              | token
                    {"token":"t","steps":[{"name":"script"}]}                       | id
                    {"id":"s3cret","token":"t","steps":[{"name":"script"}]}         | id
                    {"id":1,"steps":[{"name":"script"}]}                            | token
                    {"id":1,"token":"","steps":[{"name":"script"}]}                 | token
                    {"id":1,"token":"t"}                                            | steps
                    {"id":1,"token":"t","steps":[]}                                 | steps
                    {"id":1,"token":"t","steps":null}                               | steps
                    {"id":1,"token":"t","steps":{"s3cret":1}}                       | steps
                    {"id":1,"token":"t","steps":["s3cret"]}                         | steps[0]
                    {"id":1,"token":"t","steps":[{"script":["s3cret"]}]}            | steps[0].name
                    """)
    void namesTheFieldThatItCannotDoWithoutAndNoValue(String payload, String field) {
        var malformed = catchThrowableOfType(MalformedPayloadException.class, () -> JobPayload.parse(json(payload)));

        assertThat(malformed.field()).isEqualTo(field);
        assertThat(malformed.getMessage())
                .startsWith("job payload: " + field + " is")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    variables    | "s3cret"                         | variables
                    variables    | [{"value":"s3cret"}]             | variables[0].key
                    variables    | [{"key":"A","value":["s3cret"]}] | variables[0].value
                    image        | "s3cret"                         | image
                    services     | [{"alias":"s3cret"}]             | services[0].name
                    job_info     | {"pipeline_id":"s3cret"}         | job_info.pipeline_id
                    git_info     | {"refspecs":{"s3cret":1}}        | git_info.refspecs
                    dependencies | [{"token":"s3cret"}]             | dependencies[0].id
                    secrets      | ["s3cret"]                       | secrets
                    """)
    void ratherRefusesAJobThanToRunAnotherOne(String name, String value, String field) {
        var malformed = catchThrowableOfType(MalformedPayloadException.class, () -> with(name, value));

        assertThat(malformed.field()).isEqualTo(field);
        assertThat(malformed.getMessage()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({"ON_SUCCESS, true, false", "ON_FAILURE, false, true", "ALWAYS, true, true"})
    void knowsAfterWhichResultSomethingIsDone(When when, boolean afterSuccess, boolean afterFailure) {
        assertThat(when.appliesTo(true)).isEqualTo(afterSuccess);
        assertThat(when.appliesTo(false)).isEqualTo(afterFailure);
    }
}
