package dev.ondes.agent.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.gitlab.JobSecret;
import dev.ondes.gitlab.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/** A secret of Google Cloud's Secret Manager: the ID token is exchanged for an access token, which reads one version. */
final class GcpProvider implements Provider {
    private static final String FULL_NAME = "projects/[^/]+/secrets/[^/]+";

    /** Said with 400, though it passes: Google could not ask GitLab for the keys of its tokens. */
    private static final String GITLAB_AWAY = "connecting to the given credential's issuer";

    private final JobSecret.GcpSecretManager secret;
    private final Web web;
    private final Servers servers;
    private final Addresses.ServerPath path;

    /** Where Google's two services are. */
    record Servers(URI tokens, URI secrets) {
        static final Servers REAL = new Servers(
                URI.create("https://sts.googleapis.com"), URI.create("https://secretmanager.googleapis.com"));
    }

    /** @param secret expanded; its name may be that of another project's secret, written in full */
    GcpProvider(JobSecret.GcpSecretManager secret, Web web, Servers servers) throws SecretRefusedException {
        this.secret = secret;
        this.web = web;
        this.servers = servers;
        Settings.need(secret.projectNumber(), "GCP_PROJECT_NUMBER");
        Settings.need(secret.poolId(), "GCP_WORKLOAD_IDENTITY_FEDERATION_POOL_ID");
        Settings.need(secret.providerId(), "GCP_WORKLOAD_IDENTITY_FEDERATION_PROVIDER_ID");
        IdToken.given(secret.jwt());
        path = secret.name().matches(FULL_NAME)
                ? Addresses.path(secret.name(), "versions", secret.version())
                : Addresses.path(
                        "projects", secret.projectNumber(), "secrets", secret.name(), "versions", secret.version());
    }

    @Override
    public String asked() {
        return "Google Secret Manager, " + path.shown();
    }

    @Override
    public String read() throws IOException {
        Secret token = exchange();
        Answer answer =
                web.send(HttpRequest.newBuilder(URI.create(servers.secrets() + "/v1/" + path.encoded() + ":access"))
                        .header("Authorization", "Bearer " + token.reveal())
                        .build());
        JsonNode error = answer.json().path("error");
        String told = answer.told(error.path("message").asText(""));
        if (answer.status() == 404) {
            throw new SecretMissingException("Google has no " + path.shown() + " (" + told + ")");
        }
        if (!answer.succeeded()) {
            throw trouble(
                    answer,
                    "Google's Secret Manager refuses to let the job read " + path.shown() + " (" + told
                            + "): its principal needs the role Secret Manager Secret Accessor");
        }
        return text(answer.json().path("payload"));
    }

    private Secret exchange() throws IOException {
        String audience = "//iam.googleapis.com/projects/" + secret.projectNumber()
                + "/locations/global/workloadIdentityPools/" + secret.poolId() + "/providers/" + secret.providerId();
        JsonNode request = JsonNodeFactory.instance
                .objectNode()
                .put("grantType", "urn:ietf:params:oauth:grant-type:token-exchange")
                .put("requestedTokenType", "urn:ietf:params:oauth:token-type:access_token")
                .put("subjectTokenType", "urn:ietf:params:oauth:token-type:id_token")
                .put("scope", "https://www.googleapis.com/auth/cloud-platform")
                .put("audience", audience)
                .put("subjectToken", secret.jwt().reveal());
        Answer answer = web.send(HttpRequest.newBuilder(URI.create(servers.tokens() + "/v1/token"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(request.toString()))
                .build());
        String token = answer.json().path("access_token").asText("");
        if (!answer.succeeded() || token.isEmpty()) {
            JsonNode json = answer.json();
            String said = json.path("error").asText("") + " "
                    + json.path("error_description").asText("");
            if (said.contains(GITLAB_AWAY)) {
                throw new PassingTroubleException(
                        "Google can't check the job's ID token now (" + answer.told(said) + ")");
            }
            throw trouble(
                    answer,
                    "Google refuses the job's ID token (" + answer.told(said)
                            + "): check the workload identity provider "
                            + secret.providerId() + " of the pool " + secret.poolId()
                            + ", and 'aud' of the job's ID token");
        }
        return new Secret(token);
    }

    private static IOException trouble(Answer answer, String refusal) {
        return answer.passing()
                ? new PassingTroubleException("Google can't serve the job now (" + answer.status() + ")")
                : new SecretRefusedException(refusal);
    }

    private String text(JsonNode payload) throws IOException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(payload.path("data").asText(""));
        } catch (IllegalArgumentException e) {
            throw new PassingTroubleException("Google's answer for " + path.shown() + " can't be read", e);
        }
        JsonNode checksum = payload.path("dataCrc32c");
        if (!checksum.isMissingNode() && checksum.asLong() != crc32c(bytes)) {
            throw new PassingTroubleException("Google's answer for " + path.shown() + " came damaged");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SecretRefusedException(
                    path.shown() + " is no text: keep it in base64, and decode it in the script");
        }
    }

    private static long crc32c(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue();
    }
}
