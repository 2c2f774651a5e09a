package dev.ondes.images.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.kubernetes.testing.TestNamespace;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server says of tokens. {@code ONDES_TEST_KUBECONFIG} names it. */
@EnabledIfEnvironmentVariable(named = "ONDES_TEST_KUBECONFIG", matches = ".+")
class ServiceAccountTokensIT {
    private static final String AUDIENCE = "https://image-builder.example";

    private final TestNamespace home = new TestNamespace(1);
    private final KubernetesClient client = home.client();
    private final String namespace = home.name();
    private final ServiceAccountTokens tokens = new ServiceAccountTokens(client, AUDIENCE);

    @BeforeEach
    void makeServiceAccount() {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("deployer")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void removeNamespace() {
        home.close();
    }

    @Test
    void aServiceAccountIsKnownByItsNamespaceAndName() {
        Caller caller = tokens.verify(token(AUDIENCE));

        assertThat(caller.kind()).isEqualTo(Caller.Kind.SERVICE_ACCOUNT);
        assertThat(caller.project()).isEqualTo(namespace + "/deployer");
        assertThat(caller.namespacePath()).isEqualTo(namespace);
        assertThat(caller.refProtected()).isFalse();
    }

    @Test
    void aTokenForSomebodyElseIsRefused() {
        String token = token("https://vault.example");

        assertThatThrownBy(() -> tokens.verify(token))
                .isInstanceOfSatisfying(
                        TokenRefusedException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(TokenProblem.NOT_REVIEWED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "eyJhbGciOiJub25lIn0.e30."})
    void whatIsNoTokenIsRefused(String token) {
        assertThatThrownBy(() -> tokens.verify(token))
                .isInstanceOfSatisfying(
                        TokenRefusedException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(TokenProblem.NOT_REVIEWED));
    }

    private String token(String audience) {
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName("deployer")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audience)
                        .withExpirationSeconds(600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }
}
