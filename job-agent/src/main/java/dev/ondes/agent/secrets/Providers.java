package dev.ondes.agent.secrets;

import dev.ondes.gitlab.JobSecret;
import dev.ondes.gitlab.JobVariables;
import dev.ondes.gitlab.Secret;

/** Who is asked for a secret, with the variables in its settings replaced where gitlab-runner replaces them. */
final class Providers {
    /** gitlab-runner's, by which AWS' own log tells jobs apart. */
    private static final String SESSION_NAME = "${CI_JOB_ID}-${CI_PROJECT_ID}-${CI_SERVER_HOST}";

    private final Web web;
    private final JobVariables variables;
    private final VaultLogins logins = new VaultLogins();
    private final VaultReads reads = new VaultReads();

    Providers(Web web, JobVariables variables) {
        this.web = web;
        this.variables = variables;
    }

    /** @throws SecretRefusedException where its settings can't be used */
    Provider of(JobSecret secret) throws SecretRefusedException {
        return switch (secret.source()) {
            case JobSecret.Vault vault -> new VaultProvider(expanded(vault), web, logins, reads);
            case JobSecret.GitLabSecretsManager manager -> new OpenBaoProvider(manager, web);
            case JobSecret.GcpSecretManager manager ->
                new GcpProvider(expanded(manager), web, GcpProvider.Servers.REAL);
            case JobSecret.AzureKeyVault vault -> new AzureProvider(expanded(vault), web);
            case JobSecret.AwsSecretsManager manager -> new AwsProvider(expanded(manager), web);
            case JobSecret.Unknown unknown ->
                throw new SecretRefusedException(
                        "this version of Ondes does not know its provider " + String.join(", ", unknown.names()));
        };
    }

    private JobSecret.Vault expanded(JobSecret.Vault vault) {
        return new JobSecret.Vault(
                variables.expand(vault.url()),
                variables.expand(vault.namespace()),
                variables.expand(vault.authName()),
                variables.expand(vault.authPath()),
                expanded(vault.jwt()),
                variables.expand(vault.role()),
                new JobSecret.Engine(
                        variables.expand(vault.engine().name()),
                        variables.expand(vault.engine().path())),
                variables.expand(vault.path()),
                variables.expand(vault.field()));
    }

    private JobSecret.GcpSecretManager expanded(JobSecret.GcpSecretManager manager) {
        return new JobSecret.GcpSecretManager(
                variables.expand(manager.name()),
                variables.expand(manager.version()),
                variables.expand(manager.projectNumber()),
                variables.expand(manager.poolId()),
                variables.expand(manager.providerId()),
                expanded(manager.jwt()));
    }

    private JobSecret.AzureKeyVault expanded(JobSecret.AzureKeyVault vault) {
        return new JobSecret.AzureKeyVault(
                vault.url(),
                variables.expand(vault.name()),
                variables.expand(vault.version()),
                vault.tenantId(),
                vault.clientId(),
                expanded(vault.jwt()));
    }

    private JobSecret.AwsSecretsManager expanded(JobSecret.AwsSecretsManager manager) {
        String session = manager.roleSessionName().isEmpty() ? SESSION_NAME : manager.roleSessionName();
        return new JobSecret.AwsSecretsManager(
                variables.expand(manager.secretId()),
                variables.expand(manager.versionId()),
                variables.expand(manager.versionStage()),
                variables.expand(manager.field()),
                variables.expand(manager.region()),
                variables.expand(manager.roleArn()),
                variables.expand(session),
                expanded(manager.jwt()));
    }

    private Secret expanded(Secret jwt) {
        return new Secret(variables.expand(jwt.reveal()));
    }
}
