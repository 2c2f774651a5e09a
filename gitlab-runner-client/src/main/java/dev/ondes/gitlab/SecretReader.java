package dev.ondes.gitlab;

import java.util.List;

/** {@link JobSecret}s of a payload, field by field. */
final class SecretReader {
    /** What stands beside a provider. */
    private static final List<String> BESIDE = List.of("file", "token");

    private SecretReader() {}

    static List<JobSecret> read(JsonField secrets) {
        return secrets.names().stream().map(key -> secret(key, secrets.at(key))).toList();
    }

    private static JobSecret secret(String key, JsonField secret) {
        return new JobSecret(key, secret.at("file").flag(true), source(secret));
    }

    private static JobSecret.Source source(JsonField secret) {
        if (secret.at("vault").present()) {
            return vault(secret.at("vault"));
        }
        if (secret.at("gitlab_secrets_manager").present()) {
            return gitlab(secret.at("gitlab_secrets_manager"));
        }
        if (secret.at("gcp_secret_manager").present()) {
            return gcp(secret.at("gcp_secret_manager"));
        }
        if (secret.at("azure_key_vault").present()) {
            return azure(secret.at("azure_key_vault"));
        }
        if (secret.at("aws_secrets_manager").present()) {
            return aws(secret.at("aws_secrets_manager"));
        }
        return new JobSecret.Unknown(secret.names().stream()
                .filter(name -> !BESIDE.contains(name) && secret.at(name).present())
                .toList());
    }

    private static JobSecret.Vault vault(JsonField vault) {
        JsonField server = vault.at("server");
        JsonField auth = server.at("auth");
        JsonField data = auth.at("data");
        return new JobSecret.Vault(
                server.at("url").text(),
                server.at("namespace").text(),
                auth.at("name").text(),
                auth.at("path").text(),
                new Secret(data.at("jwt").text()),
                data.at("role").text(),
                engine(vault.at("engine")),
                vault.at("path").text(),
                vault.at("field").text());
    }

    private static JobSecret.GitLabSecretsManager gitlab(JsonField manager) {
        JsonField auth = manager.at("server").at("inline_auth");
        return new JobSecret.GitLabSecretsManager(
                manager.at("server").at("url").text(),
                auth.at("path").text(),
                auth.at("auth_mount").text(),
                new Secret(auth.at("jwt").text()),
                auth.at("role").text(),
                engine(manager.at("engine")),
                manager.at("path").text(),
                manager.at("field").text());
    }

    private static JobSecret.Engine engine(JsonField engine) {
        return new JobSecret.Engine(engine.at("name").text(), engine.at("path").text());
    }

    private static JobSecret.GcpSecretManager gcp(JsonField manager) {
        JsonField server = manager.at("server");
        return new JobSecret.GcpSecretManager(
                manager.at("name").text(),
                manager.at("version").text("latest"),
                server.at("project_number").text(),
                server.at("workload_identity_federation_pool_id").text(),
                server.at("workload_identity_federation_provider_id").text(),
                new Secret(server.at("jwt").text()));
    }

    private static JobSecret.AzureKeyVault azure(JsonField vault) {
        JsonField server = vault.at("server");
        return new JobSecret.AzureKeyVault(
                server.at("url").text(),
                vault.at("name").text(),
                vault.at("version").text(),
                server.at("tenant_id").text(),
                server.at("client_id").text(),
                new Secret(server.at("jwt").text()));
    }

    private static JobSecret.AwsSecretsManager aws(JsonField manager) {
        JsonField server = manager.at("server");
        return new JobSecret.AwsSecretsManager(
                manager.at("secret_id").text(),
                manager.at("version_id").text(),
                manager.at("version_stage").text(),
                manager.at("field").text(),
                either(manager.at("region"), server.at("region")),
                either(manager.at("role_arn"), server.at("role_arn")),
                either(manager.at("role_session_name"), server.at("role_session_name")),
                new Secret(server.at("jwt").text()));
    }

    /** What a secret says of itself hides what its server says. */
    private static String either(JsonField own, JsonField server) {
        return own.text().isEmpty() ? server.text() : own.text();
    }
}
