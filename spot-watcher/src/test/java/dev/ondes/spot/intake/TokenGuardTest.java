package dev.ondes.spot.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenGuardTest {
    @TempDir
    Path folder;

    @Test
    void admitsTheTokenOfTheFileAndNoOther() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "correct-horse\n");
        var guard = new TokenGuard(Optional.of(file));

        assertThat(guard.admits("Bearer correct-horse")).isTrue();
        assertThat(guard.admits("Bearer correct-hors")).isFalse();
        assertThat(guard.admits("Bearer ")).isFalse();
        assertThat(guard.admits("Basic correct-horse")).isFalse();
        assertThat(guard.admits(null)).isFalse();
    }

    @Test
    void takesARotatedTokenWithoutARestart() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "old\n");
        var guard = new TokenGuard(Optional.of(file));

        Files.writeString(file, "new\nold\n");

        assertThat(guard.admits("Bearer new")).isTrue();
        assertThat(guard.admits("Bearer old")).isTrue();
    }

    @Test
    void admitsNobodyWithoutAFile() {
        assertThat(new TokenGuard(Optional.empty()).admits("Bearer ")).isFalse();
        assertThat(new TokenGuard(Optional.of(folder.resolve("missing"))).admits("Bearer x"))
                .isFalse();
    }
}
