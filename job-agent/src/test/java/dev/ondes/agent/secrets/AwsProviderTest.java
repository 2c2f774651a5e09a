package dev.ondes.agent.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.secrets.FakeCloud.Asked;
import dev.ondes.agent.secrets.FakeCloud.Said;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.authorities.Authorities;
import dev.ondes.gitlab.JobSecret.AwsSecretsManager;
import dev.ondes.gitlab.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

class AwsProviderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T04:05:06Z");

    private FakeCloud sts;
    private FakeCloud manager;
    private Web web;

    @BeforeEach
    void open() throws Exception {
        sts = new FakeCloud().at("/", AwsProviderTest::role);
        manager = new FakeCloud();
        web = new Web(Authorities.USUAL.tls(), Duration.ofSeconds(10), new Orders());
    }

    @AfterEach
    void close() {
        web.close();
        manager.close();
        sts.close();
    }

    private static Said role(Asked asked) {
        return asked.body()
                        .equals("Action=AssumeRoleWithWebIdentity&Version=2011-06-15"
                                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fci&RoleSessionName=1-7-gitlab.example"
                                + "&WebIdentityToken=id-token")
                ? new Said(200, """
                        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                          <AssumeRoleWithWebIdentityResult><Credentials>
                            <SessionToken>session/token+==</SessionToken>
                            <SecretAccessKey>secret/key+</SecretAccessKey>
                            <AccessKeyId>ASIAKEY</AccessKeyId>
                          </Credentials></AssumeRoleWithWebIdentityResult>
                        </AssumeRoleWithWebIdentityResponse>
                        """)
                : new Said(400, """
                        <ErrorResponse><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code>
                        <Message>Incorrect token audience</Message></Error></ErrorResponse>
                        """);
    }

    private AwsProvider provider(String field, String jwt) throws Exception {
        var secret = new AwsSecretsManager(
                "app/db",
                "",
                "AWSCURRENT",
                field,
                "eu-west-1",
                "arn:aws:iam::123456789012:role/ci",
                "1-7-gitlab.example",
                new Secret(jwt));
        return new AwsProvider(
                secret, web, new AwsProvider.Servers(sts.url(), manager.url()), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** The signature that the SDK would have made of the same request. */
    private Said secretFor(Asked asked, String answer) {
        var request = SdkHttpRequest.builder()
                .uri(manager.url().resolve("/"))
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", asked.headers().get("content-type"))
                .putHeader("X-Amz-Target", asked.headers().get("x-amz-target"))
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(
                                AwsSessionCredentialsIdentity.create("ASIAKEY", "secret/key+", "session/token+=="))
                        .request(request)
                        .payload(
                                ContentStreamProvider.fromByteArray(asked.body().getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "secretsmanager")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)));
        String expected = signed.request().firstMatchingHeader("Authorization").orElseThrow();
        return expected.equals(asked.headers().get("authorization"))
                        && asked.body().equals("{\"SecretId\":\"app/db\",\"VersionStage\":\"AWSCURRENT\"}")
                ? new Said(200, answer)
                : new Said(
                        400, "{\"__type\": \"InvalidSignatureException\", \"message\": \"wanted " + expected + "\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'Name': 'x', 'SecretString': '{\\'password\\': \\'p\\', \\'port\\': 5432}'} | password | p
            {'Name': 'x', 'SecretString': '{\\'password\\': \\'p\\', \\'port\\': 5432}'} | port     | 5432
            {'Name': 'x', 'SecretString': '{\\'python\\': 3.10}'}                       | python   | 3.10
            {'Name': 'x', 'SecretString': '{\\'limit\\': 100.0}'}                       | limit    | 100.0
            {'Name': 'x', 'SecretString': 'all of it'}                              | ""       | all of it
            {'Name': 'x', 'SecretBinary': 'AAECAw=='}                               | ""       | AAECAw==
            """)
    void readsAVersionSignedByTheRoleThatTheIdTokenTook(String answer, String field, String value) throws Exception {
        manager.at("/", asked -> secretFor(asked, answer.replace('\'', '"')));

        assertThat(provider(field, "id-token").read()).isEqualTo(value);
    }

    @Test
    void saysWhatIsWrongWithTheIdToken() {
        assertThatThrownBy(() -> provider("", "another-token").read())
                .isInstanceOf(SecretRefusedException.class)
                .hasMessageContaining("role/ci (400: InvalidIdentityToken Incorrect token audience)")
                .hasMessageNotContaining("another-token");
    }

    @Test
    void waitsForAGitLabWhoseKeysAwsCouldNotAskFor() {
        sts.at("/", _ -> new Said(400, """
                <ErrorResponse><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code>
                <Message>Couldn't retrieve verification key from your identity provider</Message></Error></ErrorResponse>
                """));

        assertThatThrownBy(() -> provider("", "id-token").read())
                .isExactlyInstanceOf(PassingTroubleException.class)
                .hasMessageContaining("retrieve verification key");
    }

    @Test
    void asksForAnIdTokenWhereTheJobHasNone() {
        assertThatThrownBy(() -> provider("", ""))
                .isInstanceOf(SecretRefusedException.class)
                .hasMessageContaining("AWS_ID_TOKEN");
    }

    @ParameterizedTest
    @CsvSource({
        "400, AccessDeniedException, dev.ondes.agent.secrets.SecretRefusedException, secretsmanager:GetSecretValue",
        "400, ResourceNotFoundException, dev.ondes.agent.secrets.SecretMissingException, AWS has no secret app/db in eu-west-1",
        "400, ThrottlingException, dev.ondes.agent.tries.PassingTroubleException, can't serve the job now",
        "500, InternalServiceError, dev.ondes.agent.tries.PassingTroubleException, can't serve the job now"
    })
    void tellsWhatPassesFromWhatDoesNot(int status, String type, Class<? extends Exception> trouble, String said) {
        manager.at("/", _ -> new Said(status, "{\"__type\": \"" + type + "\", \"Message\": \"why\"}"));

        assertThatThrownBy(() -> provider("", "id-token").read())
                .isExactlyInstanceOf(trouble)
                .hasMessageContaining(said);
    }

    @Test
    void asksTheRegionsOwnServices() {
        assertThat(AwsProvider.Servers.of("cn-north-1"))
                .isEqualTo(new AwsProvider.Servers(
                        URI.create("https://sts.cn-north-1.amazonaws.com.cn"),
                        URI.create("https://secretsmanager.cn-north-1.amazonaws.com.cn")));
        assertThat(AwsProvider.Servers.of("eu-west-1").tokens()).hasHost("sts.eu-west-1.amazonaws.com");
    }
}
