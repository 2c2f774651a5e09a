package dev.ondes.playground.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.playground.process.PlaygroundException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
    @Test
    void aCheckoutRunsOnePlatformAtATime(@TempDir Path home) {
        try (var _ = Control.claim(home)) {
            assertThatThrownBy(() -> Control.claim(home))
                    .isInstanceOf(PlaygroundException.class)
                    .hasMessageContaining("already");
        }

        try (var next = Control.claim(home)) {
            assertThat(next).isNotNull();
        }
    }
}
