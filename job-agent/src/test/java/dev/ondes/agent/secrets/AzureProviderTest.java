package dev.ondes.agent.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.secrets.FakeCloud.Asked;
import dev.ondes.agent.secrets.FakeCloud.Said;
import dev.ondes.authorities.Authorities;
import dev.ondes.gitlab.JobSecret.AzureKeyVault;
import dev.ondes.gitlab.Secret;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureProviderTest {
    private FakeCloud azure;
    private Web web;

    @BeforeEach
    void open() throws Exception {
        azure = new FakeCloud().at("/tenant/oauth2/v2.0/token", AzureProviderTest::token);
        web = new Web(Authorities.USUAL.tls(), Duration.ofSeconds(10), new Orders());
    }

    @AfterEach
    void close() {
        web.close();
        azure.close();
    }

    private static Said token(Asked asked) {
        return asked.body()
                        .equals("grant_type=client_credentials&client_id=app&client_assertion_type="
                                + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=id-token"
                                + "&scope=https%3A%2F%2Fvault.azure.net%2F.default")
                ? new Said(200, "{\"token_type\": \"Bearer\", \"expires_in\": 3599, \"access_token\": \"access\"}")
                : new Said(
                        401,
                        "{\"error\": \"invalid_client\", \"error_description\": \"AADSTS700213: No matching federated identity\"}");
    }

    private AzureProvider provider(String version, String jwt) throws Exception {
        var secret = new AzureKeyVault(azure.url().toString(), "db", version, "tenant", "app", new Secret(jwt));
        return new AzureProvider(secret, web, new AzureProvider.Cloud(azure.url(), "https://vault.azure.net"));
    }

    @ParameterizedTest
    @CsvSource({"'', /secrets/db?api-version=7.4", "v1, /secrets/db/v1?api-version=7.4"})
    void readsAVersionWithATokenThatItGotForTheIdToken(String version, String path) throws Exception {
        azure.at(
                path,
                asked -> "Bearer access".equals(asked.headers().get("authorization"))
                        ? new Said(200, "{\"value\": \"password\", \"id\": \"x\"}")
                        : new Said(401, "{}"));

        assertThat(provider(version, "id-token").read()).isEqualTo("password");
    }

    @Test
    void saysWhatIsWrongWithTheIdToken() {
        assertThatThrownBy(() -> provider("", "another-token").read())
                .isInstanceOf(SecretRefusedException.class)
                .hasMessageContaining("401: invalid_client AADSTS700213: No matching federated identity")
                .hasMessageNotContaining("another-token");
    }

    @ParameterizedTest
    @CsvSource({
        "403, Forbidden, dev.ondes.agent.secrets.SecretRefusedException, Key Vault Secrets User",
        "404, SecretNotFound, dev.ondes.agent.secrets.SecretMissingException, has no secrets/db",
        "503, x, dev.ondes.agent.tries.PassingTroubleException, can't serve the job now"
    })
    void tellsWhatPassesFromWhatDoesNot(int status, String code, Class<? extends Exception> trouble, String said) {
        azure.at("/secrets/", _ -> new Said(status, "{\"error\": {\"code\": \"" + code + "\", \"message\": \"why\"}}"));

        assertThatThrownBy(() -> provider("", "id-token").read())
                .isExactlyInstanceOf(trouble)
                .hasMessageContaining(said);
    }
}
