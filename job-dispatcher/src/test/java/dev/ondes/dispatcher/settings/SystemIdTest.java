package dev.ondes.dispatcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemIdTest {
    @TempDir
    Path folder;

    @Test
    void isMadeOnceAndStaysTheSame() {
        Path file = folder.resolve("state/system-id");

        String first = SystemId.of(file, new Random(1));
        String second = SystemId.of(file, new Random(2));

        assertThat(first).matches("r_[A-Za-z0-9]{12}").isEqualTo(second);
    }

    @Test
    void takesTheIdOfAGitLabRunnerThatItReplaces() throws IOException {
        Path file = Files.writeString(folder.resolve(".runner_system_id"), "s_0123456789ab");

        assertThat(SystemId.of(file, new Random(1))).isEqualTo("s_0123456789ab");
    }

    @Test
    void refusesAFileThatHoldsSomethingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("system-id"), "glrt-oops");

        assertThatThrownBy(() -> SystemId.of(file, new Random(1)))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("ondes.dispatcher.system-id-file: " + file)
                .hasMessageContaining("delete it")
                .hasMessageNotContaining("glrt-oops");
    }
}
