package dev.ondes.authorities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ondes.authorities.testing.SecureServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthoritiesTest {
    @TempDir
    Path folder;

    @Test
    void areTheFilesBesideTheUsualOnes() throws Exception {
        try (var server = new SecureServer(folder, _ -> {})) {
            String file = Files.readString(server.authority());
            Path noted = Files.writeString(folder.resolve("noted.pem"), "# ours, password=hunter2\n" + file);

            Authorities authorities = Authorities.of("ca-file", noted);

            assertThat(authorities.areUsual()).isFalse();
            assertThat(authorities.pem().replaceAll("\\s", "")).isEqualTo(file.replaceAll("\\s", ""));
            assertThat(authorities.allAsPem()).endsWith(authorities.pem()).hasSizeGreaterThan(50_000);
        }
    }

    @Test
    void areUsualWithoutAFile() {
        assertThat(Authorities.USUAL.areUsual()).isTrue();
        assertThat(Authorities.USUAL.pem()).isEmpty();
    }

    @Test
    void areUsualWhereTheFileThatIsToldIsNotThere() throws Exception {
        try (var server = new SecureServer(folder, _ -> {})) {
            assertThat(Authorities.ifPresent("ca-file", folder.resolve("nothing")))
                    .isSameAs(Authorities.USUAL);
            assertThat(Authorities.ifPresent("ca-file", server.authority()).areUsual())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void refuseAFileThatIsNone(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), content);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authorities.of("ondes.images.ca-file", file))
                .withMessageStartingWith("ondes.images.ca-file: " + file)
                .withMessageContaining("certificate")
                .withMessageNotContaining("hunter2")
                .withNoCause();
    }

    @Test
    void refuseAFileThatIsNotThereOrTooLarge() throws Exception {
        Path large = Files.writeString(folder.resolve("large.pem"), "#\n".repeat(200_000));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authorities.of("ca-file", folder.resolve("nothing")))
                .withMessageContaining("can't be read");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authorities.of("ca-file", large))
                .withMessageContaining("larger than 256 KiB");
    }
}
