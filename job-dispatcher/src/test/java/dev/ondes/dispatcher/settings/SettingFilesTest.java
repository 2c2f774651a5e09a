package dev.ondes.dispatcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingFilesTest {
    @TempDir
    Path folder;

    @Test
    void readsASecretWithoutTheBlanksAroundIt() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "  s3cret\n");

        assertThat(SettingFiles.secret("some.key", Optional.of(file))).contains("s3cret");
        assertThat(SettingFiles.secret("some.key", Optional.empty())).isEmpty();
    }

    @Test
    void namesTheKeyOfAFileThatIsMissingOrEmpty() throws IOException {
        Path missing = folder.resolve("missing");
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThatThrownBy(() -> SettingFiles.text("some.key", missing))
                .isInstanceOf(StartRefused.class)
                .hasMessage("some.key: there is no file " + missing);
        assertThatThrownBy(() -> SettingFiles.secret("some.key", Optional.of(empty)))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("some.key: the file " + empty + " is empty");
    }
}
