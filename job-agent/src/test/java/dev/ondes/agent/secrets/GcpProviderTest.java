package dev.ondes.agent.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.secrets.FakeCloud.Asked;
import dev.ondes.agent.secrets.FakeCloud.Said;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.authorities.Authorities;
import dev.ondes.gitlab.JobSecret.GcpSecretManager;
import dev.ondes.gitlab.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcpProviderTest {
    private static final String AUDIENCE =
            "//iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/pool/providers/gitlab";

    private FakeCloud google;
    private Web web;

    @BeforeEach
    void open() throws Exception {
        google = new FakeCloud().at("/v1/token", GcpProviderTest::exchange);
        web = new Web(Authorities.USUAL.tls(), Duration.ofSeconds(10), new Orders());
    }

    @AfterEach
    void close() {
        web.close();
        google.close();
    }

    private static Said exchange(Asked asked) {
        return asked.body().contains("\"subjectToken\":\"id-token\"")
                        && asked.body().contains("\"audience\":\"" + AUDIENCE + "\"")
                ? new Said(200, "{\"access_token\": \"ya29.access\", \"token_type\": \"Bearer\", \"expires_in\": 3599}")
                : new Said(
                        400, "{\"error\": \"invalid_grant\", \"error_description\": \"The audience does not match.\"}");
    }

    private static Said payload(Asked asked, String value, long more) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        var checksum = new CRC32C();
        checksum.update(bytes);
        return "Bearer ya29.access".equals(asked.headers().get("authorization"))
                ? new Said(
                        200,
                        "{\"name\": \"n\", \"payload\": {\"data\": \"%s\", \"dataCrc32c\": \"%d\"}}"
                                .formatted(Base64.getEncoder().encodeToString(bytes), checksum.getValue() + more))
                : new Said(401, "{\"error\": {\"code\": 401, \"message\": \"no\", \"status\": \"UNAUTHENTICATED\"}}");
    }

    private GcpProvider provider(String name, String jwt) throws Exception {
        var secret = new GcpSecretManager(name, "latest", "42", "pool", "gitlab", new Secret(jwt));
        return new GcpProvider(secret, web, new GcpProvider.Servers(google.url(), google.url()));
    }

    @ParameterizedTest
    @CsvSource({
        "db, projects/42/secrets/db/versions/latest",
        "projects/7/secrets/db, projects/7/secrets/db/versions/latest"
    })
    void readsAVersionWithATokenThatItGotForTheIdToken(String name, String path) throws Exception {
        google.at("/v1/" + path + ":access", asked -> payload(asked, "pässword", 0));

        assertThat(provider(name, "id-token").read()).isEqualTo("pässword");
    }

    @Test
    void takesNoDamagedValue() {
        google.at("/v1/projects/", asked -> payload(asked, "password", 1));

        assertThatThrownBy(() -> provider("db", "id-token").read())
                .isInstanceOf(PassingTroubleException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void saysWhatIsWrongWithTheIdToken() {
        assertThatThrownBy(() -> provider("db", "another-token").read())
                .isInstanceOf(SecretRefusedException.class)
                .hasMessageContaining("400: invalid_grant The audience does not match.")
                .hasMessageContaining("provider gitlab of the pool pool")
                .hasMessageNotContaining("another-token");
    }

    @Test
    void waitsForAGitLabThatGoogleCannotAsk() {
        google.at(
                "/v1/token",
                _ -> new Said(
                        400,
                        "{\"error\": \"invalid_grant\", \"error_description\": \"Error connecting to the given credential's issuer.\"}"));

        assertThatThrownBy(() -> provider("db", "id-token").read())
                .isInstanceOf(PassingTroubleException.class)
                .hasMessageContaining("Google can't check the job's ID token now (400: invalid_grant Error connecting");
    }

    @ParameterizedTest
    @CsvSource({
        "403, dev.ondes.agent.secrets.SecretRefusedException, Secret Manager Secret Accessor",
        "404, dev.ondes.agent.secrets.SecretMissingException, Google has no projects/42/secrets/db",
        "503, dev.ondes.agent.tries.PassingTroubleException, can't serve the job now"
    })
    void tellsWhatPassesFromWhatDoesNot(int status, Class<? extends Exception> trouble, String said) {
        google.at("/v1/projects/", _ -> new Said(status, "{\"error\": {\"message\": \"why\"}}"));

        assertThatThrownBy(() -> provider("db", "id-token").read())
                .isExactlyInstanceOf(trouble)
                .hasMessageContaining(said);
    }
}
