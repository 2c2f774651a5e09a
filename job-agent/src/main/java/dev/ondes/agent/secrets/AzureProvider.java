package dev.ondes.agent.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.gitlab.JobSecret;
import dev.ondes.gitlab.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** A secret of Azure's Key Vault: the ID token is an application's assertion for an access token, which reads one version. */
final class AzureProvider implements Provider {
    private static final String API = "?api-version=7.4";

    private final JobSecret.AzureKeyVault secret;
    private final Web web;
    private final URI vault;
    private final Cloud cloud;
    private final Addresses.ServerPath path;

    /**
     * One of Azure's clouds.
     *
     * @param login where tokens are given
     * @param audience what they are good for
     */
    record Cloud(URI login, String audience) {
        private static Cloud of(String host) {
            if (host.endsWith(".azure.cn")) {
                return new Cloud(URI.create("https://login.chinacloudapi.cn"), "https://vault.azure.cn");
            }
            if (host.endsWith(".usgovcloudapi.net")) {
                return new Cloud(URI.create("https://login.microsoftonline.us"), "https://vault.usgovcloudapi.net");
            }
            return new Cloud(URI.create("https://login.microsoftonline.com"), "https://vault.azure.net");
        }
    }

    /** @param secret expanded */
    AzureProvider(JobSecret.AzureKeyVault secret, Web web) throws SecretRefusedException {
        this(secret, web, Cloud.of(server(secret).getHost()));
    }

    AzureProvider(JobSecret.AzureKeyVault secret, Web web, Cloud cloud) throws SecretRefusedException {
        this.secret = secret;
        this.web = web;
        this.cloud = cloud;
        vault = server(secret);
        Settings.name(secret.tenantId().replace(".", "-"), "AZURE_TENANT_ID");
        Settings.need(secret.clientId(), "AZURE_CLIENT_ID");
        IdToken.given(secret.jwt());
        path = Addresses.path("secrets", secret.name(), secret.version());
    }

    private static URI server(JobSecret.AzureKeyVault secret) throws SecretRefusedException {
        return Addresses.server(secret.url(), "the CI/CD variable AZURE_KEY_VAULT_SERVER_URL");
    }

    @Override
    public String asked() {
        return "Azure Key Vault at " + Addresses.shown(vault) + ", " + path.shown();
    }

    @Override
    public String read() throws IOException {
        Secret token = token();
        Answer answer = web.send(HttpRequest.newBuilder(URI.create(vault + "/" + path.encoded() + API))
                .header("Authorization", "Bearer " + token.reveal())
                .build());
        JsonNode error = answer.json().path("error");
        String told = answer.told(
                error.path("code").asText("") + " " + error.path("message").asText(""));
        JsonNode value = answer.json().path("value");
        if (answer.status() == 404 || (answer.succeeded() && !value.isTextual())) {
            throw new SecretMissingException(Addresses.shown(vault) + " has no " + path.shown() + " (" + told + ")");
        }
        if (!answer.succeeded()) {
            throw trouble(
                    answer,
                    Addresses.shown(vault) + " refuses to let the job read " + path.shown() + " (" + told
                            + "): the application needs the role Key Vault Secrets User, or an access policy");
        }
        return value.textValue();
    }

    private Secret token() throws IOException {
        String form = Form.of(
                "grant_type",
                "client_credentials",
                "client_id",
                secret.clientId(),
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                secret.jwt().reveal(),
                "scope",
                cloud.audience() + "/.default");
        Answer answer = web.send(
                HttpRequest.newBuilder(URI.create(cloud.login() + "/" + secret.tenantId() + "/oauth2/v2.0/token"))
                        .header("Content-Type", Form.TYPE)
                        .POST(BodyPublishers.ofString(form))
                        .build());
        JsonNode json = answer.json();
        String token = json.path("access_token").asText("");
        if (!answer.succeeded() || token.isEmpty()) {
            String said = json.path("error").asText("") + " "
                    + json.path("error_description").asText("");
            throw trouble(
                    answer,
                    "Azure refuses the job's ID token (" + answer.told(said)
                            + "): check issuer, subject and audience of the federated credential of the application "
                            + secret.clientId());
        }
        return new Secret(token);
    }

    private static IOException trouble(Answer answer, String refusal) {
        return answer.passing()
                ? new PassingTroubleException("Azure can't serve the job now (" + answer.status() + ")")
                : new SecretRefusedException(refusal);
    }
}
