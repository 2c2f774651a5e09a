package dev.ondes.gitlab;

import java.util.List;

/**
 * A variable whose value a secrets provider holds and GitLab does not. All texts are as GitLab sent them: most may name
 * variables, those of {@link GitLabSecretsManager} never do. Empty where GitLab told none.
 *
 * @param key the variable
 * @param file whether the value goes into a file, whose path is the variable's value then
 */
public record JobSecret(String key, boolean file, Source source) {

    /** Which provider has it, and where. */
    public sealed interface Source {}

    /**
     * HashiCorp's Vault, or what speaks as it does.
     *
     * @param authName kind of the auth method
     * @param authPath where it is mounted
     */
    public record Vault(
            String url,
            String namespace,
            String authName,
            String authPath,
            Secret jwt,
            String role,
            Engine engine,
            String path,
            String field)
            implements Source {}

    /**
     * The OpenBao that belongs to GitLab; each request brings its own login.
     *
     * @param loginPath the whole path of the login; empty from an older GitLab
     * @param authMount where the auth method is mounted; from an older GitLab
     */
    public record GitLabSecretsManager(
            String url,
            String loginPath,
            String authMount,
            Secret jwt,
            String role,
            Engine engine,
            String path,
            String field)
            implements Source {}

    /**
     * A secrets engine of such a server.
     *
     * @param name its kind
     * @param path where it is mounted
     */
    public record Engine(String name, String path) {}

    /** Google Cloud's Secret Manager, by workload identity federation. */
    public record GcpSecretManager(
            String name, String version, String projectNumber, String poolId, String providerId, Secret jwt)
            implements Source {}

    /** Azure's Key Vault, by a federated credential of an application. */
    public record AzureKeyVault(String url, String name, String version, String tenantId, String clientId, Secret jwt)
            implements Source {}

    /** AWS' Secrets Manager, by a role that is assumed with a web identity. */
    public record AwsSecretsManager(
            String secretId,
            String versionId,
            String versionStage,
            String field,
            String region,
            String roleArn,
            String roleSessionName,
            Secret jwt)
            implements Source {}

    /** A provider that this version does not know. */
    public record Unknown(List<String> names) implements Source {}
}
