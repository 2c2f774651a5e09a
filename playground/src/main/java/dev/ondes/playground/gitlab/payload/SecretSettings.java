package dev.ondes.playground.gitlab.payload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.ci.CiJob;
import dev.ondes.playground.gitlab.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a runner is told to fetch from a Vault: where it is, CI/CD variables say; what else they may say, the runner expands. */
record SecretSettings(CiJob job, List<JobVariable> variables) {
    ObjectNode toJson() {
        ObjectNode all = Json.object();
        job.secrets().forEach((name, secret) -> {
            ObjectNode json = all.putObject(name);
            ObjectNode vault = json.putObject("vault");
            vault.putObject("server")
                    .put("url", variable("VAULT_SERVER_URL", ""))
                    .put("namespace", variable("VAULT_NAMESPACE", null))
                    .set("auth", auth(secret.token()));
            vault.putObject("engine").put("name", secret.engine()).put("path", secret.mount());
            vault.put("path", secret.path()).put("field", secret.field());
            json.put("file", secret.file());
        });
        return all;
    }

    private ObjectNode auth(@Nullable String token) {
        ObjectNode auth = Json.object().put("name", "jwt").put("path", variable("VAULT_AUTH_PATH", "jwt"));
        auth.putObject("data")
                .put("jwt", token == null ? firstIdToken() : token)
                .put("role", variable("VAULT_AUTH_ROLE", null));
        return auth;
    }

    private String firstIdToken() {
        return job.idTokens().keySet().stream()
                .findFirst()
                .map(name -> "${" + name + "}")
                .orElse("");
    }

    private @Nullable String variable(String key, @Nullable String otherwise) {
        return variables.stream()
                .filter(variable -> variable.key().equals(key))
                .reduce((_, last) -> last)
                .map(JobVariable::value)
                .orElse(otherwise);
    }
}
