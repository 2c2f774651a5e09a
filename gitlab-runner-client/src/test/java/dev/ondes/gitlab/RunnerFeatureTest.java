package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RunnerFeatureTest {
    @Test
    void standsInTheReadmeAsItIsInTheCode() throws IOException {
        var table = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.matches("\\| `[a-z_]+` \\| (yes|no) \\|.*"))
                .toList();

        assertThat(table)
                .containsExactlyElementsOf(Arrays.stream(RunnerFeature.values())
                        .map(feature -> "| `" + feature.wire() + "` | " + (feature.offered() ? "yes" : "no") + " | "
                                + feature.why() + " |")
                        .toList());
    }
}
