package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.CiJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("embedded")
class EmbeddedSecretsIT extends SecretsScenario {
    private static final String PASSWORD = "correct-horse-battery-of-the-vault";

    EmbeddedSecretsIT() {
        super(ClusterKind.EMBEDDED);
    }

    /** Here alone, since pods of a cluster of its own don't reach a server in this process. */
    @Test
    void showsNoSecretOfAVaultAnywhere() throws IOException {
        try (var vault = new SmallVault(world().gitlab().base(), PASSWORD)) {
            // When
            var leaks = new Leaks();
            String log;
            try (var _ = leaks.watchProcesses()) {
                log = runAJobWithASecretOf(vault, leaks);
            }
            look(leaks, log);

            // Then
            assertThat(log).contains("the password is [MASKED], and begins with correct-h");
            leaks.secret("the Vault's secret", PASSWORD);
            leaks.secret("the Vault's token", vault.token());
            leaks.secret("the ID token", vault.idTokens().getFirst());
            assertThat(leaks.found()).isEmpty();
        }
    }

    private String runAJobWithASecretOf(SmallVault vault, Leaks leaks) {
        var run = world().push("""
                job:
                  tags: [linux]
                  variables: {VAULT_SERVER_URL: "%s"}
                  id_tokens: {VAULT_ID_TOKEN: {aud: vault}}
                  secrets:
                    PASSWORD: {vault: prod/db/password@ops}
                  script:
                    - value=$(cat "$PASSWORD")
                    - "echo \\"the password is $value, and begins with ${value:0:9}\\""
                    - sleep 2
                """.formatted(vault.url()));
        world().awaitLog(run, "job", "the password is");
        CiJob job = world().job(run, "job");
        world().pods(job).forEach(pod -> leaks.saw("the pod's spec", Serialization.asYaml(pod)));
        world().awaitEnd(run);
        world().awaitNothingLeft();
        return world().log(run, job);
    }
}
