package dev.ondes.agent.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.gitlab.JobSecret;
import dev.ondes.gitlab.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** A secret of HashiCorp's Vault: log in by the job's ID token, then read. */
final class VaultProvider implements Provider {
    private static final String TOKEN = "X-Vault-Token";

    private final JobSecret.Vault secret;
    private final VaultServer server;
    private final VaultLogins logins;
    private final VaultReads reads;
    private final VaultLogins.Login login;
    private final VaultEngine engine;
    private final Addresses.ServerPath path;

    /** @param secret expanded */
    VaultProvider(JobSecret.Vault secret, Web web, VaultLogins logins, VaultReads reads) throws SecretRefusedException {
        this.secret = secret;
        this.logins = logins;
        this.reads = reads;
        if (!secret.authName().equals("jwt")) {
            throw new SecretRefusedException("the auth method '" + secret.authName() + "' is not known: jwt is");
        }
        URI url = Addresses.server(secret.url(), "the CI/CD variable VAULT_SERVER_URL");
        server = new VaultServer(web, url, secret.namespace());
        engine = VaultEngine.named(secret.engine().name());
        path = engine.path(secret.engine(), secret.path());
        login = new VaultLogins.Login(
                server.url(),
                secret.namespace(),
                "auth/" + secret.authPath() + "/login",
                secret.role(),
                IdToken.given(secret.jwt()));
    }

    @Override
    public String asked() {
        return "Vault at " + server.shown() + ", " + path.shown();
    }

    @Override
    public String read() throws IOException {
        JsonNode answer = reads.known(login, path);
        if (answer == null) {
            String hint = ": the role " + (secret.role().isEmpty() ? "" : "'" + secret.role() + "' ")
                    + "needs a policy that allows it to read there";
            answer = server.read(answered(), path, hint);
            reads.keep(login, path, answer);
        }
        return FieldValue.of(engine.fields(answer), secret.field(), path.shown() + " at " + server.shown());
    }

    private Answer answered() throws IOException {
        Secret token = logins.known(login);
        if (token != null) {
            Answer answer = server.get(path, Map.of(TOKEN, token.reveal()));
            if (answer.status() != 403) {
                return answer;
            }
            // A role may give tokens for one use, or for a short while.
        }
        return server.get(path, Map.of(TOKEN, logins.fresh(login, server).reveal()));
    }
}
