package dev.ondes.agent.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ondes.gitlab.JobSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * A secret of GitLab's own Secrets Manager, an OpenBao: one request, which brings its login in headers, so that no token is made
 * that somebody would have to end (OpenBao's RFC "inline authentication").
 */
final class OpenBaoProvider implements Provider {
    private static final String HINT = ": may this project's jobs use it, on this branch and in this environment?";

    private final JobSecret.GitLabSecretsManager secret;
    private final VaultServer server;
    private final VaultEngine engine;
    private final Addresses.ServerPath path;
    private final Addresses.ServerPath loginPath;
    private final Map<String, String> login;

    OpenBaoProvider(JobSecret.GitLabSecretsManager secret, Web web) throws SecretRefusedException {
        this.secret = secret;
        server = new VaultServer(web, Addresses.server(secret.url(), "the Secrets Manager's address in GitLab"), "");
        engine = VaultEngine.named(secret.engine().name());
        path = engine.path(secret.engine(), secret.path());
        loginPath = secret.loginPath().isEmpty()
                ? Addresses.path("auth", secret.authMount(), "login")
                : Addresses.path(secret.loginPath());
        login = Map.of(
                "X-Vault-Inline-Auth-Path",
                loginPath.shown(),
                "X-Vault-Inline-Auth-Parameter-jwt",
                parameter("jwt", IdToken.given(secret.jwt()).reveal()),
                "X-Vault-Inline-Auth-Parameter-role",
                parameter("role", secret.role()));
    }

    private static String parameter(String key, String value) {
        JsonNode json = JsonNodeFactory.instance.objectNode().put("key", key).put("value", value);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String asked() {
        return "GitLab Secrets Manager at " + server.shown() + ", " + path.shown();
    }

    @Override
    public String read() throws IOException {
        Answer answer = server.get(path, login);
        if (answer.headers().firstValue("X-Vault-Inline-Auth-Failed").isPresent()) {
            throw server.loginRefused(answer, loginPath);
        }
        JsonNode fields = engine.fields(server.read(answer, path, HINT));
        return FieldValue.of(fields, secret.field(), path.shown() + " at " + server.shown());
    }
}
