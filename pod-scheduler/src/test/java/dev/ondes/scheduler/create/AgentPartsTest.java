package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.PrivateAuthority;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentPartsTest {
    @TempDir
    private Path folder;

    @Test
    void bringTheAuthoritiesOfTheFile() {
        Authorities authorities =
                Authorities.of("ca-file", PrivateAuthority.in(folder).pem());

        assertThat(AgentParts.of("agent", authorities).gitlabCa())
                .isEqualTo(authorities.pem())
                .contains("BEGIN CERTIFICATE");
    }

    @Test
    void needNone() {
        assertThat(AgentParts.of("agent", Authorities.USUAL).gitlabCa()).isNull();
    }
}
