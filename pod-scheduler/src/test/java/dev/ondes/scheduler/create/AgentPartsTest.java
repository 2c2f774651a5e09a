package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.PrivateAuthority;
import dev.ondes.contracts.net.Proxies;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentPartsTest {
    @TempDir
    private Path folder;

    @Test
    void bringTheAuthoritiesOfTheirFiles() {
        Authorities authorities =
                Authorities.of("ca-file", PrivateAuthority.in(folder).pem());

        assertThat(authorities.pem()).contains("BEGIN CERTIFICATE");
        assertThat(AgentParts.of("agent", authorities, Authorities.USUAL, Proxies.NONE)
                        .authorities())
                .containsExactly(Map.entry("gitlab-ca.pem", authorities.pem()));
        assertThat(AgentParts.of("agent", Authorities.USUAL, authorities, Proxies.NONE)
                        .authorities())
                .containsExactly(Map.entry("secrets-ca.pem", authorities.pem()));
    }

    @Test
    void needNone() {
        assertThat(AgentParts.of("agent", Authorities.USUAL, Authorities.USUAL, Proxies.NONE)
                        .authorities())
                .isEmpty();
    }
}
