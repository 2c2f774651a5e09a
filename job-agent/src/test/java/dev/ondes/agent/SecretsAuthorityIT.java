package dev.ondes.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.authorities.testing.PrivateAuthority;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Vault whose certificate is of an authority that only its own installation knows. */
class SecretsAuthorityIT {
    @TempDir
    Path root;

    private AgentReport run(PrivateAuthority certificate, @Nullable Path authority) throws Exception {
        try (FakeVault vault = new FakeVault(certificate).role("ci", "token-of-the-job", "kv/ci");
                FakeGitLab gitlab = new FakeGitLab();
                TestPod pod = new TestPod(root, gitlab, BuildImage.WITH_BASH, authority)) {
            vault.secret("kv/ci", "{\"key\": \"correct-horse\"}");
            var job = new TestJob("[[ $(cat \"$KEY\") == correct-horse ]]").secret("TOKEN", "token-of-the-job");
            ObjectNode secret = ((ObjectNode) job.payload())
                    .putObject("secrets")
                    .putObject("KEY")
                    .putObject("vault")
                    .put("path", "ci")
                    .put("field", "key");
            secret.putObject("engine").put("name", "kv-v1").put("path", "kv");
            secret.putObject("server")
                    .put("url", vault.url().toString())
                    .putObject("auth")
                    .put("name", "jwt")
                    .put("path", "jwt")
                    .putObject("data")
                    .put("jwt", "$TOKEN")
                    .put("role", "ci");
            return pod.build().run(job);
        }
    }

    @Test
    void isTrustedWhereOperatorsNameIt() throws Exception {
        PrivateAuthority certificate = PrivateAuthority.in(root);

        assertThat(run(certificate, certificate.pem()).reason()).isEqualTo(EndReason.SCRIPT_SUCCEEDED);
    }

    @Test
    void endsTheJobAtOnceWhereNobodyDoes() throws Exception {
        AgentReport report = run(PrivateAuthority.in(root), null);

        assertThat(report.reason()).isEqualTo(EndReason.SECRETS_FAILED);
        assertThat(report.reported()).isTrue();
        assertThat(report.detail())
                .contains("secret KEY: the certificate of https://127.0.0.1:", "ondes.scheduler.secrets-ca-file");
    }
}
