package dev.ondes.scheduler.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentPartsTest {
    @TempDir
    private Path folder;

    @Test
    void bringAuthoritiesAsTheirFileHasThem() throws Exception {
        String pem = "# ours\n" + someAuthority();
        Path file = Files.writeString(folder.resolve("ca.pem"), pem);

        assertThat(AgentParts.of("agent", Optional.of(file)).gitlabCa()).isEqualTo(pem);
    }

    @Test
    void needNone() {
        assertThat(AgentParts.of("agent", Optional.empty()).gitlabCa()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "glrt-no-certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void refuseWhatIsNoCertificate(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), content);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentParts.of("agent", Optional.of(file)))
                .withMessageStartingWith("ondes.scheduler.gitlab-ca-file: " + file)
                .withMessageContaining("certificate")
                .withMessageNotContaining("glrt-");
    }

    @Test
    void refuseAFileThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentParts.of("agent", Optional.of(folder.resolve("nothing"))))
                .withMessageContaining("can't be read");
    }

    private static String someAuthority() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        var trusted = (X509TrustManager) factory.getTrustManagers()[0];
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(trusted.getAcceptedIssuers()[0].getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
